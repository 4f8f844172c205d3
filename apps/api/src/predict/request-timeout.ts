import type { Request } from 'express';
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
