import type { NextFunction } from 'express';

/** Middleware for the test of a route: gives each request a context with the id `id-1` that records nothing. */
export function provideFakeRequestContext(_request: unknown, response: { locals: object }, next: NextFunction): void {
  response.locals = { requestContext: { requestId: 'id-1', recordLookup: () => {} } };
  next();
}
