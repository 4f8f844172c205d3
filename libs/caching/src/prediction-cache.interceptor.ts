import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, of, type Observable } from 'rxjs';
import { systemClock } from '#libs/clock';
import { type Classification, classifyRequestOf, setClassifyRequest, Classifier } from '#libs/prediction';
import { cacheDirectives } from './cache-directives.js';
import { CacheKeys } from './cache-keys.js';
import { toCacheStatus } from './cache-status.js';
import { toEntries, mergeHits } from './merge-hits.js';
import { PredictionCache } from './prediction-cache.js';

/**
 * Answers the texts that are known, and lets only the others go on to the handler. When all are known the model is
 * not asked at all, so they are answered even while it has too much to do or is being restarted.
 */
@Injectable()
export class PredictionCacheInterceptor implements NestInterceptor<Classification[], Classification[]> {
  private readonly clock = systemClock;
  private keys: CacheKeys | undefined;

  constructor(
    @Inject(PredictionCache) private readonly cache: PredictionCache,
    @Inject(Classifier) private readonly classifier: Classifier,
  ) {}

  /** @throws ServiceError `model-loading` while it is not known whose predictions to look for */
  async intercept(
    context: ExecutionContext,
    next: CallHandler<Classification[]>,
  ): Promise<Observable<Classification[]>> {
    if (!this.cache.enabled) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    const response = http.getResponse<ServerResponse>();
    const { texts, call, onLookup } = classifyRequestOf(request);
    const directives = cacheDirectives(request.headers['cache-control']);

    const cacheKeys = (this.keys ??= new CacheKeys(this.classifier.model));
    const keys = texts.map((text) => cacheKeys.of(text));
    const beganMs = this.clock.nowMs();
    const cached = directives.mayRead ? await this.cache.getMany(keys) : keys.map(() => undefined);
    const misses = texts.filter((_, index) => !cached[index]);
    const hits = texts.length - misses.length;
    const durationMs = this.clock.nowMs() - beganMs;
    if (directives.mayRead) onLookup?.({ hits, misses: misses.length, durationMs });
    response.setHeader('Cache-Status', toCacheStatus(hits, misses.length, directives));
    if (misses.length === 0) return of(mergeHits(cached, []));

    const timeoutMs = Math.max(0, call.timeoutMs - durationMs);
    setClassifyRequest(request, { texts: misses, call: { ...call, timeoutMs } });
    return next.handle().pipe(
      map((answers) => {
        const all = mergeHits(cached, answers);
        if (directives.mayStore) this.cache.setMany(toEntries(keys, cached, all));
        return all;
      }),
    );
  }
}
