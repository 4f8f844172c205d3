import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { tap, type Observable } from 'rxjs';
import { PredictionError, type CacheLookup, type ClassificationResult } from '#libs/prediction';
import { provideCacheDirectives } from './cache-directives.decorator.js';
import { toCacheStatus } from './cache-status.js';
import { parseCacheControl } from './parse-cache-control.js';

/** The part of a result that the interceptor reads. */
type ResultWithLookup = Pick<ClassificationResult, 'lookup'>;

/** What PredictionCacheInterceptor tells clients; also the injection token. CachingModule provides it. */
export class CacheStatusOptions {
  /** @param isShown whether answers carry `Cache-Status`: it tells each client what other clients have asked */
  constructor(readonly isShown: boolean) {}
}

/**
 * The HTTP side of the prediction cache: it reads `Cache-Control` before the handler and writes `Cache-Status` from the
 * handler's result, or from its error, where clients may see it. Lookups and stores are the work of CachingClassifier.
 */
@Injectable()
export class PredictionCacheInterceptor implements NestInterceptor<ResultWithLookup, ResultWithLookup> {
  constructor(private readonly cacheStatus: CacheStatusOptions) {}

  intercept(context: ExecutionContext, next: CallHandler<ResultWithLookup>): Observable<ResultWithLookup> {
    const http = context.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    const response = http.getResponse<ServerResponse>();
    provideCacheDirectives(context, parseCacheControl(request.headers['cache-control']));
    if (!this.cacheStatus.isShown) return next.handle();
    const writeCacheStatus = (lookup: CacheLookup | undefined) => {
      if (lookup && !response.headersSent) response.setHeader('Cache-Status', toCacheStatus(lookup));
    };
    return next.handle().pipe(
      tap({
        next: ({ lookup }) => {
          writeCacheStatus(lookup);
        },
        error: (error: unknown) => {
          if (error instanceof PredictionError) writeCacheStatus(error.lookup);
        },
      }),
    );
  }
}
