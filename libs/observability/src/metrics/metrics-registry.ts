import { collectDefaultMetrics, Registry, type OpenMetricsContentType } from 'prom-client';
import type { MetricSources } from './metric-sources.js';
import { RequestMetrics } from './request-metrics.js';
import { registerStateMetrics } from './state-metrics.js';

/** prom-client calls these gauges totals, which the format keeps for counters: `promtool check metrics` refuses them. */
const MISNAMED = ['nodejs_active_resources_total', 'nodejs_active_handles_total', 'nodejs_active_requests_total'];

/** The metrics in a text format, and which one that is. */
export interface MetricsPage {
  readonly contentType: string;
  readonly text: string;
}

/** Every metric of the service. */
export class MetricsRegistry {
  readonly requests: RequestMetrics;
  private readonly prometheus = new Registry();
  private readonly openMetrics = new Registry<OpenMetricsContentType>();

  constructor(sources: MetricSources) {
    this.openMetrics.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    // Process: CPU, memory, heap, garbage collection, event-loop delay (of the time since the last reading).
    collectDefaultMetrics({ register: this.prometheus });
    for (const name of MISNAMED) this.prometheus.removeSingleMetric(name);
    this.requests = new RequestMetrics(this.prometheus);
    registerStateMetrics(this.prometheus, sources);
    for (const { name } of this.prometheus.getMetricsAsArray()) {
      const metric = this.prometheus.getSingleMetric(name);
      if (metric) this.openMetrics.registerMetric(metric);
    }
  }

  /** @param accept the reader's `Accept` header: OpenMetrics for whoever asks for it */
  async render(accept: string): Promise<MetricsPage> {
    const registry = accept.includes('application/openmetrics-text') ? this.openMetrics : this.prometheus;
    return { contentType: registry.contentType, text: await registry.metrics() };
  }
}
