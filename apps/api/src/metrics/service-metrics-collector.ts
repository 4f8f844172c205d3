import { Injectable } from '@nestjs/common';
import { PredictionCache } from '#libs/caching';
import { readCpuThrottling } from '#libs/inference';
import { MetricsCollector, type MetricsSnapshot } from '#libs/observability';
import { InferenceStatistics, LoadedModel, ServingStatus } from '#libs/prediction';
import { readPackageInformation } from '../config/package-information.js';
import { EventLoopQueue } from '../http/event-loop-queue.js';
import { ApiKeySource } from '../security/api-key-source.js';

/** Collects the state of the service's parts for the metrics. */
@Injectable()
export class ServiceMetricsCollector extends MetricsCollector {
  private readonly version = readPackageInformation().version;

  constructor(
    private readonly serving: ServingStatus,
    private readonly loaded: LoadedModel,
    private readonly inference: InferenceStatistics,
    private readonly cache: PredictionCache,
    private readonly apiKeys: ApiKeySource,
    private readonly eventLoopQueue: EventLoopQueue,
  ) {
    super();
  }

  collect(): MetricsSnapshot {
    const { status: keys } = this.apiKeys;
    const { stats } = this.inference;
    const { drops } = this.eventLoopQueue;
    return {
      version: this.version,
      model: this.serving.state.status === 'ready' ? this.loaded.model : undefined,
      inference: stats,
      drops: {
        ...stats.drops,
        overloaded: stats.drops.overloaded + drops.overloaded,
        'deadline-exceeded': stats.drops['deadline-exceeded'] + drops['deadline-exceeded'],
      },
      cacheTiers: this.cache.tiers.map(({ name, state: { status }, counters }) => {
        const { hits: hit, misses: miss, errors: error, skipped, stored, dropped } = counters;
        return {
          name,
          isUp: status !== 'down',
          isWritable: status === 'up' || status === 'partial',
          lookups: { hit, miss, error, skipped },
          stored,
          dropped,
        };
      }),
      apiKeys: keys && { count: keys.count, isFileValid: keys.fault === undefined },
      cpuThrottling: readCpuThrottling(),
    };
  }
}
