import type { Request } from 'express';
import { ServiceError } from '#libs/prediction';

/**
 * Express takes `/predict/` for `/predict`; here a path is itself and nothing else.
 * @throws ServiceError `not-found`
 */
export function checkPath({ path }: Request): void {
  if (path.length > 1 && path.endsWith('/')) {
    throw new ServiceError('not-found', 'There is no such route; paths take no trailing slash.');
  }
}
