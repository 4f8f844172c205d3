import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PlaygroundFiles } from './playground-files.js';
import { sendFile } from './send-file.js';

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

/** The page of the playground, for browsers. */
@Injectable()
export class PlaygroundPage {
  constructor(private readonly files: PlaygroundFiles) {}

  /** Answers a browser with the page. @returns false, without an answer, for other clients and where there is no page */
  send(request: Request, response: Response): boolean {
    const { page } = this.files;
    if (!page) return false;
    response.vary('Accept');
    if (!asksForPage(request)) return false;
    response.setHeader('Content-Security-Policy', PAGE_POLICY);
    sendFile(page, 'no-cache', request, response);
    return true;
  }
}

/** @returns whether a request comes from a browser: it names this type. A client that takes every type does not ask for a page. */
export function asksForPage(request: Request): boolean {
  return request.accepts().includes('text/html');
}
