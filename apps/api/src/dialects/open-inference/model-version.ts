import { RequestError } from '../../http/errors/request-error.js';

/**
 * The version of the model in paths and answers. A service has one model, and Triton counts versions from 1. The version of the
 * model itself is a parameter of its metadata.
 */
export const MODEL_VERSION = '1';

/**
 * @param version of a model, which the client chose; undefined for a path without a version
 * @throws RequestError `not-found` for another version
 */
export function checkModelVersion(version: string | undefined): void {
  if (version === undefined || version === MODEL_VERSION) return;
  throw new RequestError('not-found', `The model has no such version. This service has version ${MODEL_VERSION}.`);
}
