import { Inject, Module, type DynamicModule, type OnApplicationShutdown, type Type } from '@nestjs/common';
import { systemClock } from '#libs/clock';
import type { RequestLog } from './logging/request-log.js';
import { MetricSources } from './metrics/metrics-collector.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsRegistry } from './metrics/metrics-registry.js';
import { MetricsServer } from './metrics/metrics-server.js';
import type { RouteOf } from './request-end.js';
import { RequestObserver } from './request-telemetry.js';
import type { RequestTracer } from './tracing/request-tracer.js';

export interface ObservabilityModuleOptions {
  /** What the metrics tell; Nest injects its parameters. */
  readonly sources: Type<MetricSources>;
  /** Whether `/metrics` is on the service's own port. */
  readonly servesMetrics: boolean;
  readonly routeOf: RouteOf;
  /** Undefined while nobody wants traces. */
  readonly tracer: RequestTracer | undefined;
  readonly log: RequestLog;
}

/** Provides `RequestObserver` and `MetricsRegistry`, and `MetricsServer` to whoever starts it. */
@Module({})
export class ObservabilityModule implements OnApplicationShutdown {
  static forRoot({ sources, servesMetrics, routeOf, tracer, log }: ObservabilityModuleOptions): DynamicModule {
    return {
      module: ObservabilityModule,
      controllers: servesMetrics ? [MetricsController] : [],
      providers: [
        { provide: MetricSources, useClass: sources },
        {
          provide: MetricsRegistry,
          inject: [MetricSources],
          useFactory: (metricSources: MetricSources) => new MetricsRegistry(metricSources),
        },
        {
          provide: MetricsServer,
          inject: [MetricsRegistry],
          useFactory: (registry: MetricsRegistry) => new MetricsServer(registry),
        },
        {
          provide: RequestObserver,
          inject: [MetricsRegistry],
          useFactory: ({ requests }: MetricsRegistry) => {
            return new RequestObserver({ clock: systemClock, metrics: requests, tracer, log, routeOf });
          },
        },
      ],
      exports: [MetricsRegistry, MetricsServer, RequestObserver],
    };
  }

  constructor(
    @Inject(MetricsServer) private readonly metricsServer: MetricsServer,
    @Inject(RequestObserver) private readonly observer: RequestObserver,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.metricsServer.close();
    await this.observer.close();
  }
}
