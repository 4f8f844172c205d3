import { Inject, Logger, Module, type DynamicModule, type OnApplicationShutdown, type Type } from '@nestjs/common';
import { systemClock } from '#libs/clock';
import { Classifier, LoadedModel } from '#libs/prediction';
import { CachingClassifier } from './caching-classifier.js';
import { MemoryCache } from './memory-cache.js';
import { NullCache } from './null-cache.js';
import { PredictionCache } from './prediction-cache.js';
import { CacheStatusOptions } from './prediction-cache.interceptor.js';
import type { RedisAccess } from './redis/create-redis.js';
import { RedisCache } from './redis/redis-cache.js';
import { TieredCache } from './tiered-cache.js';

export interface CachingModuleOptions {
  /** The provider that classifies the misses. */
  readonly next: Type<Classifier>;
  /** How long a prediction is kept; 0 switches the cache off. */
  readonly ttlSeconds: number;
  /** Memory for the L1 cache; 0 for none. */
  readonly memoryBytes: number;
  /** Whether answers carry `Cache-Status`. */
  readonly showsCacheStatus: boolean;
  /** The L2 cache, which all pods share; undefined for none. */
  readonly redis: (RedisAccess & { readonly keyPrefix: string; readonly timeoutMs: number }) | undefined;
}

/** Provides `PredictionCache`, and binds the port `Classifier` to the CachingClassifier in front of `next`. */
@Module({})
export class CachingModule implements OnApplicationShutdown {
  static forRoot(options: CachingModuleOptions): DynamicModule {
    return {
      module: CachingModule,
      global: true,
      providers: [
        { provide: CacheStatusOptions, useValue: new CacheStatusOptions(options.showsCacheStatus) },
        { provide: PredictionCache, useFactory: () => composeCache(options) },
        {
          provide: Classifier,
          inject: [PredictionCache, options.next, LoadedModel],
          useFactory: (cache: PredictionCache, next: Classifier, loadedModel: LoadedModel): Classifier =>
            new CachingClassifier({ cache, next, loadedModel, clock: systemClock }),
        },
      ],
      exports: [PredictionCache, Classifier, CacheStatusOptions],
    };
  }

  constructor(@Inject(PredictionCache) private readonly cache: PredictionCache) {}

  async onApplicationShutdown(): Promise<void> {
    await this.cache.close();
  }
}

function composeCache({ ttlSeconds, memoryBytes, redis }: CachingModuleOptions): PredictionCache {
  if (ttlSeconds === 0) return new NullCache();
  const memory =
    memoryBytes > 0 ? new MemoryCache({ maxBytes: memoryBytes, ttlSeconds, clock: systemClock }) : undefined;
  if (!redis) return memory ?? new NullCache();
  const shared = new RedisCache({
    ...redis,
    ttlSeconds,
    clock: systemClock,
    random: Math.random,
    logger: new Logger(CachingModule.name),
  });
  return memory ? new TieredCache(memory, shared) : shared;
}
