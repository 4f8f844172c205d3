import { RequestError } from '../../http/errors/request-error.js';
import { invalidField } from './invalid-field.js';

/** The errors of an analysis are about a list of documents. @returns the same error about the one document of the request */
export function toContentError(error: unknown): unknown {
  if (!(error instanceof RequestError) || error.kind !== 'invalid-request') return error;
  const [fault] = error.faults;
  return fault ? invalidField('document.content', fault.detail) : error;
}
