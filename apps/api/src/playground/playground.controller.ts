import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '#libs/security';
import { RequestError } from '../http/errors/request-error.js';
import { PlaygroundFiles, type StaticFile } from './playground-files.js';

/** The page loads only its own files and calls only its own service. It has no inline script and no inline style. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
/** The name of an asset changes with its content. */
const FOREVER = 'public, max-age=31536000, immutable';

/** The playground: a page for browsers, and its assets. For other clients `/` does not exist. */
@Public()
@ApiExcludeController()
@Controller()
export class PlaygroundController {
  constructor(private readonly files: PlaygroundFiles) {}

  /** @throws RequestError `not-found` */
  @Get()
  getPage(@Req() request: Request, @Res() response: Response): void {
    const { page } = this.files;
    if (!page) throw notFound();
    response.vary('Accept');
    // Browsers name this type. A client that takes every type does not ask for a page.
    if (!request.accepts().includes('text/html')) throw notFound();
    response.setHeader('Content-Security-Policy', PAGE_POLICY);
    sendFile(page, 'no-cache', request, response);
  }

  /** @throws RequestError `not-found` */
  @Get('playground/assets/:name')
  getAsset(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    const asset = this.files.getAsset(name);
    if (!asset) throw notFound();
    sendFile(asset, FOREVER, request, response);
  }
}

function sendFile({ content, mediaType, etag }: StaticFile, caching: string, request: Request, response: Response) {
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

function notFound(): RequestError {
  return new RequestError('not-found', 'The path does not exist. Paths are case-sensitive.');
}
