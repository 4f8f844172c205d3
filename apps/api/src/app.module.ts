import { Module, type DynamicModule } from '@nestjs/common';
import { HealthModule } from '#libs/health';
import { ObservabilityModule, type RequestLog, type RequestTracer } from '#libs/observability';
import { AnalyzeModule } from './analyze/analyze.module.js';
import { SettingsModule } from './config/settings.module.js';
import type { Settings } from './config/settings.js';
import { DialectsModule } from './dialects/dialects.module.js';
import { ServiceHealth } from './health/service-health.js';
import { HttpServerModule } from './http/http-server.module.js';
import { getMatchedRoute } from './http/matched-route.js';
import { ServiceMetricsCollector } from './metrics/service-metrics-collector.js';
import { ModelModule } from './model/model.module.js';
import { PlaygroundModule } from './playground/playground.module.js';
import { SecurityModule } from './security/security.module.js';
import { ShutdownModule } from './shutdown/shutdown.module.js';
import { ServiceCachingModule } from './wiring/service-caching.module.js';
import { ServiceInferenceModule } from './wiring/service-inference.module.js';

/** The parts of the service that exist before its modules. */
export interface ServiceParts {
  readonly log: RequestLog;
  /** Undefined when traces are off. */
  readonly tracer: RequestTracer | undefined;
}

/** Every module of the service. Only the settings are global: each module imports the modules that it needs. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings, { log, tracer }: ServiceParts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.forRoot(settings),
        ObservabilityModule.forRoot({
          imports: [ServiceInferenceModule, ServiceCachingModule, SecurityModule, HttpServerModule],
          collector: ServiceMetricsCollector,
          servesMetrics: settings.METRICS_PORT === 0,
          getRoute: getMatchedRoute,
          log,
          tracer,
        }),
        SecurityModule,
        DialectsModule.forRoot(settings.dialects),
        AnalyzeModule,
        ModelModule,
        PlaygroundModule,
        ShutdownModule,
        HealthModule.forRoot({
          imports: [ServiceInferenceModule, ServiceCachingModule, SecurityModule, ShutdownModule],
          sources: ServiceHealth,
        }),
      ],
    };
  }
}
