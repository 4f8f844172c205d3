import type { NextFunction, Request, Response } from 'express';

/** The other paths at which Nest serves the page. */
const OTHER_PATHS = ['/docs/', '/docs/index.html'];

/**
 * Redirects to `/docs`, from where the server `.` of the OpenAPI document leads to the routes: Swagger UI resolves it against
 * the address of the page. The location is relative, because a gateway may have removed the start of the path.
 */
export function redirectDocs(request: Request, response: Response, next: NextFunction): void {
  const [path = ''] = request.originalUrl.split('?');
  if (OTHER_PATHS.includes(path)) response.redirect('../docs');
  else next();
}
