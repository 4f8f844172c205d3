import { Inject, Module, type DynamicModule, type OnApplicationShutdown, type Type } from '@nestjs/common';
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
  /** What the metrics tell; Nest injects its parameters. */
  readonly collector: Type<MetricsCollector>;
  /** Whether `/metrics` is on the service's own port. */
  readonly servesMetrics: boolean;
  readonly getRoute: GetRoute;
  /** Undefined while nobody wants traces. */
  readonly tracer: RequestTracer | undefined;
  readonly log: RequestLog;
}

/** Provides `RequestTelemetry`, `MetricsRegistry` and `MetricsServer`. */
@Module({})
export class ObservabilityModule implements OnApplicationShutdown {
  static forRoot({ collector, servesMetrics, getRoute, tracer, log }: ObservabilityModuleOptions): DynamicModule {
    return {
      module: ObservabilityModule,
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
    @Inject(MetricsServer) private readonly metricsServer: MetricsServer,
    @Inject(RequestTelemetry) private readonly telemetry: RequestTelemetry,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.metricsServer.close();
    await this.telemetry.close();
  }
}
