import type { Request } from 'express';
import { RequestError } from './errors/request-error.js';

/** Swagger UI has a page for it. */
const DOCS_WITH_SLASH = '/docs/';

/**
 * Refuses trailing slashes: Express takes `/predict/` for `/predict`.
 * @throws RequestError `not-found`
 */
export function checkPath({ path }: Request): void {
  if (path.length > 1 && path.endsWith('/') && path !== DOCS_WITH_SLASH) {
    throw new RequestError('not-found', 'The path does not exist. Paths have no trailing slash.');
  }
}
