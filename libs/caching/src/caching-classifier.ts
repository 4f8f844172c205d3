import type { Clock } from '#libs/clock';
import {
  modelLoadingError,
  PredictionError,
  type CacheLookup,
  type ClassificationResult,
  type Classifier,
  type ClassifyContext,
  type LoadedModel,
  type ModelDescription,
} from '#libs/prediction';
import { CacheKeys } from './cache-keys.js';
import { mergeHits, toEntries } from './merge-hits.js';
import type { PredictionCache } from './prediction-cache.js';

export interface CachingClassifierOptions {
  readonly cache: PredictionCache;
  /** Classifies the misses. */
  readonly next: Classifier;
  readonly loadedModel: LoadedModel;
  readonly clock: Clock;
}

/**
 * Answers texts from the cache, passes only the misses on, and stores their predictions. When every text is a hit the
 * next classifier is not called, so hits are answered while it is overloaded or its workers are being replaced.
 */
export class CachingClassifier implements Classifier {
  private keys: CacheKeys | undefined;

  constructor(private readonly options: CachingClassifierOptions) {}

  async classify(texts: readonly string[], context: ClassifyContext): Promise<ClassificationResult> {
    const { cache, next, loadedModel, clock } = this.options;
    const directives = context.cache;
    if (!cache.enabled || !directives) return await next.classify(texts, context);
    const model = loadedModel.model;
    if (!model) throw modelLoadingError();
    const keys = this.toKeys(texts, model);
    const beganMs = clock.nowMs();
    const cached = directives.mayRead ? await cache.getMany(keys) : keys.map(() => undefined);
    const endedMs = clock.nowMs();
    const misses = texts.filter((_, index) => !cached[index]);
    const lookup: CacheLookup = {
      hits: texts.length - misses.length,
      misses: misses.length,
      bypassed: !directives.mayRead,
      durationMs: endedMs - beganMs,
      endedMs,
    };
    if (misses.length === 0) return { outcomes: mergeHits(cached, []), model, timings: undefined, lookup };
    const answer = await next.classify(misses, context).catch((error: unknown) => {
      throw error instanceof PredictionError ? error.withLookup(lookup) : error;
    });
    const outcomes = mergeHits(cached, answer.outcomes);
    if (directives.mayStore) cache.setMany(toEntries(keys, cached, outcomes));
    return { ...answer, outcomes, lookup };
  }

  /** The model of a process never changes once it is loaded. */
  private toKeys(texts: readonly string[], model: ModelDescription): string[] {
    const cacheKeys = (this.keys ??= new CacheKeys(model));
    return texts.map((text) => cacheKeys.keyFor(text));
  }
}
