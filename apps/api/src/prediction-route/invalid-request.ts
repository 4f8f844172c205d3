import { RequestError, type BodyFault } from '../http/errors/request-error.js';

/** The error of a body with faulty places. @param faults at least one */
export function invalidRequest(faults: readonly BodyFault[]): RequestError {
  const [first] = faults;
  const isOneKind = faults.every(({ detail }) => detail === first?.detail);
  const others = isOneKind ? `${faults.length} places have this fault.` : `The body has ${faults.length} faults.`;
  const count = faults.length > 1 ? ` ${others}` : '';
  return new RequestError('invalid-request', `${first?.pointer || 'The body'} ${first?.detail}.${count}`, { faults });
}

/** The error of a body with one faulty place. @param pointer JSON pointer to the place */
export function invalidAt(pointer: string, detail: string): RequestError {
  return invalidRequest([{ pointer, detail }]);
}

/** The error of a body with more texts than MAX_TEXTS. @param pointer JSON pointer to the list of texts */
export function tooManyTexts(pointer: string, maxTexts: number): RequestError {
  return invalidAt(pointer, `must have at most ${maxTexts} texts (setting MAX_TEXTS)`);
}
