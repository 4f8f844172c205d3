import { RequestError } from '../../http/errors/request-error.js';

/**
 * The error of a field with a fault.
 *
 * @param field its path as Google writes it, such as `document.content`
 * @param detail what is wrong with it; never quotes the body
 */
export function invalidField(field: string, detail: string): RequestError {
  return new RequestError('invalid-request', `${field} ${detail}.`);
}
