import { Module, type DynamicModule } from '@nestjs/common';
import { CachingModule, parseRedisUrl, type CachingModuleOptions } from '#libs/caching';
import { HealthModule } from '#libs/health';
import { InferenceEngine, InferenceModule } from '#libs/inference';
import { ObservabilityModule, type RequestLog, type RequestTracer } from '#libs/observability';
import { ModelModule } from './model/model.module.js';
import { PredictModule } from './predict/predict.module.js';
import { SecurityModule } from './security/security.module.js';
import type { EventLoopQueue } from './http/event-loop-queue.js';
import { getMatchedRoute } from './http/matched-route.js';
import type { Settings } from './config/settings.js';
import { ServiceHealth } from './health/service-health.js';
import { ServiceMetricsCollector } from './metrics/service-metrics-collector.js';
import { SettingsModule } from './config/settings.module.js';
import { ShutdownModule } from './shutdown/shutdown.module.js';

/** The parts of the service that exist before its modules. */
export interface ServiceParts {
  readonly log: RequestLog;
  /** Undefined when traces are off. */
  readonly tracer: RequestTracer | undefined;
  readonly eventLoopQueue: EventLoopQueue;
}

/** The modules, in the order in which a request passes them. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings, { log, tracer, eventLoopQueue }: ServiceParts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.forRoot(settings),
        ObservabilityModule.forRoot({
          collector: ServiceMetricsCollector,
          servesMetrics: settings.METRICS_PORT === 0,
          getRoute: getMatchedRoute,
          log,
          tracer,
        }),
        SecurityModule.forRoot(settings),
        PredictModule.forRoot(eventLoopQueue),
        CachingModule.forRoot({
          next: InferenceEngine,
          ttlSeconds: settings.CACHE_TTL_SECONDS,
          memoryBytes: settings.CACHE_MEMORY_BYTES,
          showsCacheStatus: settings.showsCacheStatus,
          redis: redisOptions(settings),
        }),
        InferenceModule.forRoot({
          modelDir: settings.modelDir,
          workers: settings.MODEL_PROCESSES,
          threadsPerWorker: settings.MODEL_THREADS,
        }),
        ModelModule,
        ShutdownModule,
        HealthModule.forRoot(ServiceHealth),
      ],
    };
  }
}

function redisOptions(settings: Settings): CachingModuleOptions['redis'] {
  if (settings.REDIS_URL === '') return undefined;
  return {
    address: parseRedisUrl(settings.REDIS_URL),
    passwordFile: settings.REDIS_PASSWORD_FILE || undefined,
    caFile: settings.REDIS_CA_FILE || undefined,
    timeoutMs: settings.REDIS_TIMEOUT_MS,
    keyPrefix: settings.REDIS_KEY_PREFIX,
  };
}
