import type { Request, Response } from 'express';
import type { StaticFile } from './playground-files.js';

/**
 * Answers a file, or 304 if the client has it.
 *
 * @param caching the value of Cache-Control
 */
export function sendFile(
  { content, mediaType, etag }: StaticFile,
  caching: string,
  request: Request,
  response: Response,
): void {
  response.setHeader('Cache-Control', caching);
  response.setHeader('ETag', etag);
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  response.setHeader('Content-Type', mediaType);
  response.setHeader('Content-Length', content.length);
  response.end(content);
}
