import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';

const HEADER = 'X-Request-Id';
/** What a client or a proxy may send: anything else could forge log lines or headers. */
const SANE = /^[\w.:/+=@-]{1,128}$/;

/** Takes over a sane `X-Request-Id`, else makes one, and returns it with every answer. */
export function assignRequestId(request: Request, response: Response): string {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && SANE.test(given) ? given : randomUUID();
  response.setHeader(HEADER, id);
  return id;
}
