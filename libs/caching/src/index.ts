export { RequestCacheDirectives } from './cache-directives.decorator.js';
export { CacheKeys } from './cache-keys.js';
export { CachingClassifier, type CachingClassifierOptions } from './caching-classifier.js';
export { CachingModule, type CachingModuleOptions } from './caching.module.js';
export { MemoryCache, type MemoryCacheOptions } from './memory-cache.js';
export { PredictionCache, type CacheCounters, type CacheTier, type TierState } from './prediction-cache.js';
export { CacheStatusOptions, PredictionCacheInterceptor } from './prediction-cache.interceptor.js';
export { encodePrediction } from './stored-prediction.js';
export { parseRedisUrl } from './redis/redis-address.js';
