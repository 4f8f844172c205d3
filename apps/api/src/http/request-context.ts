import type { ServerResponse } from 'node:http';
import type { RequestContext } from '#libs/observability';

declare module 'express-serve-static-core' {
  /** `response.locals`, where Express keeps values of one request. */
  interface Locals {
    requestContext?: RequestContext;
    /** When the head of the request had arrived, if it waited for a turn of the event loop. */
    arrivedMs?: number;
  }
}

/** A response that has passed Express; `locals` is missing on other ones. */
interface ExpressResponse extends ServerResponse {
  readonly locals?: { readonly requestContext?: RequestContext };
}

/** The context of the request that a response belongs to; undefined before httpMiddleware has set it. */
export function findRequestContext({ locals }: ExpressResponse): RequestContext | undefined {
  return locals?.requestContext;
}

/**
 * The context of the request that a response belongs to; httpMiddleware sets it.
 *
 * @throws Error when the request did not pass httpMiddleware
 */
export function getRequestContext(response: ExpressResponse): RequestContext {
  const context = findRequestContext(response);
  if (!context) throw new Error('the request did not pass httpMiddleware');
  return context;
}
