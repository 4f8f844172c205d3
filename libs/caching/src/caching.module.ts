import { ConfigurableModuleBuilder, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { systemClock } from '#libs/clock';
import { MemoryCache } from './memory-cache.js';
import { NullCache } from './null-cache.js';
import { PredictionCache } from './prediction-cache.js';
import { CacheStatusOptions } from './prediction-cache.interceptor.js';
import { createRedisClient } from './redis/create-redis-client.js';
import { RedisCache } from './redis/redis-cache.js';
import type { RedisAccess } from './redis/redis-options.js';
import { TieredCache } from './tiered-cache.js';

export interface CachingModuleOptions {
  /** How long a prediction is kept; 0 switches the cache off. */
  readonly ttlSeconds: number;
  /** Memory for the L1 cache; 0 for none. */
  readonly memoryBytes: number;
  /** Whether answers carry `Cache-Status`. */
  readonly showsCacheStatus: boolean;
  /** The L2 cache, which all pods share; undefined for none. */
  readonly redis: (RedisAccess & { readonly keyPrefix: string; readonly timeoutMs: number }) | undefined;
}

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<CachingModuleOptions>()
  .setClassMethodName('forRoot')
  .build();

/** Provides `PredictionCache`, and the options of `PredictionCacheInterceptor`. */
@Module({
  providers: [
    { provide: PredictionCache, inject: [MODULE_OPTIONS_TOKEN], useFactory: createCache },
    {
      provide: CacheStatusOptions,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: ({ showsCacheStatus }: CachingModuleOptions) => new CacheStatusOptions(showsCacheStatus),
    },
  ],
  exports: [PredictionCache, CacheStatusOptions],
})
export class CachingModule extends ConfigurableModuleClass implements OnApplicationShutdown {
  constructor(private readonly cache: PredictionCache) {
    super();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.cache.close();
  }
}

function createCache({ ttlSeconds, memoryBytes, redis }: CachingModuleOptions): PredictionCache {
  if (ttlSeconds === 0) return new NullCache();
  const memory =
    memoryBytes > 0 ? new MemoryCache({ maxBytes: memoryBytes, ttlSeconds, clock: systemClock }) : undefined;
  if (!redis) return memory ?? new NullCache();
  const logger = new Logger(CachingModule.name);
  const shared = new RedisCache(
    createRedisClient({ ...redis, ttlSeconds, clock: systemClock, random: Math.random, logger }),
  );
  return memory ? new TieredCache(memory, shared) : shared;
}
