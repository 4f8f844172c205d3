import { Module } from '@nestjs/common';
import { CachingModule, parseRedisUrl, type CachingModuleOptions } from '#libs/caching';
import { Settings } from '../config/settings.js';

/** The prediction cache, with the tiers that the settings name. */
@Module({
  imports: [
    CachingModule.forRootAsync({
      inject: [Settings],
      useFactory: (settings: Settings): CachingModuleOptions => ({
        ttlSeconds: settings.CACHE_TTL_SECONDS,
        memoryBytes: settings.CACHE_MEMORY_BYTES,
        showsCacheStatus: settings.showsCacheStatus,
        redis: redisOptions(settings),
      }),
    }),
  ],
  exports: [CachingModule],
})
export class ServiceCachingModule {}

function redisOptions(settings: Settings): CachingModuleOptions['redis'] {
  if (settings.REDIS_URL === '') return undefined;
  return {
    topology: settings.REDIS_TOPOLOGY,
    address: parseRedisUrl(settings.REDIS_URL),
    login: settings.REDIS_LOGIN,
    sentinelPrimary: settings.REDIS_SENTINEL_PRIMARY,
    sentinelPasswordFile: settings.REDIS_SENTINEL_PASSWORD_FILE || undefined,
    passwordFile: settings.REDIS_PASSWORD_FILE || undefined,
    caFile: settings.REDIS_CA_FILE || undefined,
    timeoutMs: settings.REDIS_TIMEOUT_MS,
    keyPrefix: settings.REDIS_KEY_PREFIX,
  };
}
