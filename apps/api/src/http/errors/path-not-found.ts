import { RequestError } from './request-error.js';

/** @returns the error of a path that no route has, or that its route does not have for this client */
export function pathNotFound(): RequestError {
  return new RequestError('not-found', 'The path does not exist. Paths are case-sensitive.');
}
