import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

const HEADER = 'X-Request-Id';
/** What a client or a proxy may send: anything else could forge log lines or headers. */
const SANE = /^[\w.:/+=@-]{1,128}$/;

/** Takes over a sane `X-Request-Id`, else makes one, and returns it with every answer. */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.get(HEADER);
  response.setHeader(HEADER, given && SANE.test(given) ? given : randomUUID());
  next();
}

/** The id that `requestId` gave to this response. */
export function requestIdOf(response: Response): string {
  return String(response.getHeader(HEADER) ?? '');
}
