import type { ServerResponse } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { CacheDirectives } from '#libs/prediction';

/** `response.locals`, where Express keeps values of one request, with the value that this library adds. */
interface CacheLocals {
  readonly locals: { cacheDirectives?: CacheDirectives };
}

/** Makes the directives of a request available to its handler, which gets them by `@RequestCacheDirectives()`. */
export function provideCacheDirectives(context: ExecutionContext, directives: CacheDirectives): void {
  getResponse(context).locals.cacheDirectives = directives;
}

/**
 * The cache directives of the request, for a parameter of type `CacheDirectives | undefined`. They come from
 * PredictionCacheInterceptor: a route without the interceptor gets undefined, and its texts are not cached.
 */
export const RequestCacheDirectives = createParamDecorator(
  (_: unknown, context: ExecutionContext): CacheDirectives | undefined => getResponse(context).locals.cacheDirectives,
);

function getResponse(context: ExecutionContext): ServerResponse & CacheLocals {
  return context.switchToHttp().getResponse<ServerResponse & CacheLocals>();
}
