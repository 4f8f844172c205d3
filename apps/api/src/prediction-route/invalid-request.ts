import { RequestError, type BodyFault } from '../http/errors/request-error.js';

/** The error of a body with faulty places. @param faults at least one */
export function invalidRequest(faults: readonly BodyFault[]): RequestError {
  const [first] = faults;
  const isOneKind = faults.every(({ detail }) => detail === first?.detail);
  const others = isOneKind ? `${faults.length} places have this fault.` : `The body has ${faults.length} faults.`;
  const count = faults.length > 1 ? ` ${others}` : '';
  return new RequestError('invalid-request', `${first?.pointer || 'The body'} ${first?.detail}.${count}`, { faults });
}
