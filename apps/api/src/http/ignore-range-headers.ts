import type { NextFunction, Request, Response } from 'express';

/** Headers that make Express' file server answer 206, 412 or 416: statuses that this API does not speak. */
const PARTIAL = ['range', 'if-range', 'if-match', 'if-unmodified-since'];

/** Every answer is whole: HTTP lets a server ignore ranges and preconditions. */
export function ignoreRangeHeaders(request: Request, _response: Response, next: NextFunction): void {
  for (const header of PARTIAL) Reflect.deleteProperty(request.headers, header);
  next();
}
