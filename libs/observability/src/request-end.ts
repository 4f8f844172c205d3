import type { IncomingMessage, ServerResponse } from 'node:http';

/** nginx' status for a client that closed its connection: it never travels. */
export const CLIENT_LEFT_STATUS = 499;

/** How a request ended. Holds nothing that a client could make up: it becomes labels and log lines. */
export interface RequestEnd {
  readonly method: string;
  readonly route: string;
  /** 499 when the client left before it had the answer. */
  readonly status: number;
}

/** The route that a request took: one of a few, whatever its path. */
export type GetRoute = (request: IncomingMessage) => string;

/** To be asked when the answer is out, or the client gone. */
export function toRequestEnd(request: IncomingMessage, response: ServerResponse, getRoute: GetRoute): RequestEnd {
  return {
    // Node's parser knows some thirty methods and refuses others.
    method: request.method ?? '',
    route: getRoute(request),
    status: response.writableFinished ? response.statusCode : CLIENT_LEFT_STATUS,
  };
}
