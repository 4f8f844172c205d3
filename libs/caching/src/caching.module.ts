import { Inject, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { systemClock } from '#libs/clock';
import { MemoryCache } from './memory-cache.js';
import { NullCache } from './null-cache.js';
import { PredictionCache } from './prediction-cache.js';
import type { RedisAccess } from './redis/create-redis.js';
import { RedisCache } from './redis/redis-cache.js';
import { TieredCache } from './tiered-cache.js';

export interface CachingModuleOptions {
  /** How long a prediction is kept; 0 switches the cache off. */
  readonly ttlSeconds: number;
  /** What the tier in memory may take; 0 for none. */
  readonly memoryBytes: number;
  /** The tier that all pods share, if there is one. */
  readonly redis: (RedisAccess & { readonly keyPrefix: string; readonly timeoutMs: number }) | undefined;
}

/** Provides `PredictionCache`. */
@Module({})
export class CachingModule implements OnApplicationShutdown {
  static forRoot(options: CachingModuleOptions): DynamicModule {
    return {
      module: CachingModule,
      global: true,
      providers: [{ provide: PredictionCache, useFactory: () => composeCache(options) }],
      exports: [PredictionCache],
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
  const logger = new Logger(CachingModule.name);
  const shared = new RedisCache({
    ...redis,
    ttlSeconds,
    clock: systemClock,
    random: Math.random,
    report: (state) => {
      if (state.status === 'up') logger.log('Redis answers');
      else logger.warn(`Redis is out of reach, answering without it: ${state.reason}`);
    },
  });
  return memory ? new TieredCache(memory, shared) : shared;
}
