import type { NextFunction, Request, Response } from 'express';

const CLIENT_REQUEST_ID = 'x-ms-client-request-id';
/** What clients send: a UUID. Anything else could forge headers. */
const SANE_ID = /^[\w-]{1,64}$/;

/** Puts the id that a client has for its request into the answer, also into an error: the clients of Azure look for it there. */
export function repeatClientRequestId(request: Request, response: Response, next: NextFunction): void {
  const id = request.get(CLIENT_REQUEST_ID);
  if (id !== undefined && SANE_ID.test(id)) response.setHeader(CLIENT_REQUEST_ID, id);
  next();
}
