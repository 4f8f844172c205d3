import { collectDefaultMetrics, Registry } from 'prom-client';
import type { MetricsSnapshot, MetricsCollector } from './metrics-collector.js';
import { chooseMetricsFormat } from './metrics-format.js';
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
  private readonly registry = new Registry();
  private snapshot: MetricsSnapshot;
  private page: Promise<string> | undefined;

  constructor(private readonly collector: MetricsCollector) {
    this.snapshot = collector.collect();
    // Process: CPU, memory, heap, garbage collection, event-loop delay (of the time since the last reading).
    collectDefaultMetrics({ register: this.registry });
    for (const name of MISNAMED) this.registry.removeSingleMetric(name);
    this.requests = new RequestMetrics(this.registry);
    registerStateMetrics(this.registry, () => this.snapshot);
  }

  /** @param accept the `Accept` header of the reader, which decides on the format */
  async render(accept: string | undefined): Promise<MetricsPage> {
    const text = await this.renderOnce();
    switch (chooseMetricsFormat(accept)) {
      case 'prometheus':
        return { contentType: Registry.PROMETHEUS_CONTENT_TYPE, text };
      case 'openmetrics':
        return { contentType: Registry.OPENMETRICS_CONTENT_TYPE, text: toOpenMetrics(text) };
    }
  }

  /** Readers that ask in the same turn of the event loop share one page: a page takes milliseconds of the loop. */
  private renderOnce(): Promise<string> {
    if (this.page) return this.page;
    this.snapshot = this.collector.collect();
    const page = this.registry.metrics();
    this.page = page;
    setImmediate(() => {
      this.page = undefined;
    });
    return page;
  }
}

/**
 * The same page as OpenMetrics, where a counter's name is without the `_total` of its samples. (prom-client would
 * rename the counters themselves for it, and for every page to come.)
 */
function toOpenMetrics(text: string): string {
  return `${text
    .trimEnd()
    .replace(/^# (HELP|TYPE) (\w+)_total /gm, '# $1 $2 ')
    .replace(/\n\n/g, '\n')}\n# EOF\n`;
}
