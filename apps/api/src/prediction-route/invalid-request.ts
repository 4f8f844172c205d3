import { RequestError, type BodyFault } from '../http/errors/request-error.js';

/** The error of a body with faulty places. @param faults at least one */
export function invalidRequest(faults: readonly BodyFault[]): RequestError {
  const [first] = faults;
  const count = faults.length > 1 ? ` ${faults.length} places have this fault.` : '';
  return new RequestError('invalid-request', `${first?.pointer || 'The body'} ${first?.detail}.${count}`, { faults });
}
