import type { NextFunction, Request, Response } from 'express';
import { ServiceError } from '#libs/classification';

/** Express takes `/predict/` for `/predict`; here a path is itself and nothing else. */
export function exactPaths(request: Request, _response: Response, next: NextFunction): void {
  if (request.path.length > 1 && request.path.endsWith('/')) {
    throw new ServiceError('not-found', 'There is no such route; paths take no trailing slash.');
  }
  next();
}
