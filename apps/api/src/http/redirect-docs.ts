import type { NextFunction, Request, Response } from 'express';

/**
 * Sends `/docs/` to `/docs`: the page of Swagger UI and the server of the OpenAPI document are relative to a path without
 * the slash. The target is relative too, so that it holds behind a path prefix.
 */
export function redirectDocs({ originalUrl }: Request, response: Response, next: NextFunction): void {
  if (/^\/docs\/(?:\?|$)/.test(originalUrl)) response.redirect('../docs');
  else next();
}
