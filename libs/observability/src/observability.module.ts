import { Module, type DynamicModule, type ModuleMetadata, type OnApplicationShutdown, type Type } from '@nestjs/common';
import { systemClock } from '#libs/clock';
import type { RequestLog } from './logging/request-log.js';
import { MetricsCollector } from './metrics/metrics-collector.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsRegistry } from './metrics/metrics-registry.js';
import { MetricsServer } from './metrics/metrics-server.js';
import type { GetRoute } from './request-end.js';
import { RequestTelemetry } from './request-telemetry.js';
import type { RequestTracer } from './tracing/request-tracer.js';

export interface ObservabilityModuleOptions {
  /** The modules that provide the parameters of the collector. */
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  /** Collects the state that the metrics show; Nest injects its parameters. */
  readonly collector: Type<MetricsCollector>;
  /** Whether `/metrics` is on the service's own port. */
  readonly servesMetrics: boolean;
  readonly getRoute: GetRoute;
  /** Undefined when traces are off. */
  readonly tracer: RequestTracer | undefined;
  readonly log: RequestLog;
}

/** Provides `RequestTelemetry`, `MetricsRegistry` and `MetricsServer`. */
@Module({})
export class ObservabilityModule implements OnApplicationShutdown {
  static forRoot({
    imports,
    collector,
    servesMetrics,
    getRoute,
    tracer,
    log,
  }: ObservabilityModuleOptions): DynamicModule {
    return {
      module: ObservabilityModule,
      imports,
      controllers: servesMetrics ? [MetricsController] : [],
      providers: [
        { provide: MetricsCollector, useClass: collector },
        {
          provide: MetricsRegistry,
          inject: [MetricsCollector],
          useFactory: (metricSources: MetricsCollector) => new MetricsRegistry(metricSources),
        },
        {
          provide: MetricsServer,
          inject: [MetricsRegistry],
          useFactory: (registry: MetricsRegistry) => new MetricsServer(registry),
        },
        {
          provide: RequestTelemetry,
          inject: [MetricsRegistry],
          useFactory: ({ requests }: MetricsRegistry) => {
            return new RequestTelemetry({ clock: systemClock, metrics: requests, tracer, log, getRoute });
          },
        },
      ],
      exports: [MetricsRegistry, MetricsServer, RequestTelemetry],
    };
  }

  constructor(
    private readonly metricsServer: MetricsServer,
    private readonly telemetry: RequestTelemetry,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.metricsServer.close();
    await this.telemetry.close();
  }
}
