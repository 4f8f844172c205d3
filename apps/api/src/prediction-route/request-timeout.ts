import type { Request, Response } from 'express';
import { getRequestContext } from '../http/request-context.js';
import { RequestError } from '../http/errors/request-error.js';

const HEADER = 'X-Request-Timeout-Ms';

/**
 * How long this request may take: what the service grants, or less when the client asks for less.
 *
 * @throws RequestError `malformed-header`
 */
export function requestTimeoutMs(request: Request, grantedMs: number): number {
  const asked = request.get(HEADER);
  if (asked === undefined) return grantedMs;
  if (!/^[1-9]\d*$/.test(asked)) {
    throw new RequestError('malformed-header', `${HEADER} must be a whole number of milliseconds, at least 1.`);
  }
  return Math.min(grantedMs, Number(asked));
}

/**
 * When the answer to a request is due: its time counts from its first byte, so that the time in which its body arrived is
 * part of it.
 *
 * @returns milliseconds of the service's clock
 * @throws RequestError `malformed-header`
 */
export function getDeadlineMs(request: Request, response: Response, grantedMs: number): number {
  return getRequestContext(response).startedMs + requestTimeoutMs(request, grantedMs);
}
