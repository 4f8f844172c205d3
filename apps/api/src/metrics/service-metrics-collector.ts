import { Inject, Injectable } from '@nestjs/common';
import { PredictionCache } from '#libs/caching';
import { readCpuThrottling } from '#libs/inference';
import { MetricsCollector, type MetricsSnapshot } from '#libs/observability';
import { Classifier } from '#libs/prediction';
import { packageInformation } from '../config/package-information.js';

/** Where the metrics come from. */
@Injectable()
export class ServiceMetricsCollector extends MetricsCollector {
  constructor(
    @Inject(Classifier) private readonly classifier: Classifier,
    @Inject(PredictionCache) private readonly cache: PredictionCache,
  ) {
    super();
  }

  collect(): MetricsSnapshot {
    const { state, stats } = this.classifier;
    return {
      version: packageInformation.version,
      model: state.status === 'ready' ? this.classifier.model : undefined,
      classifier: stats,
      cacheTiers: this.cache.tiers.map(({ name, state: { status }, counters }) => {
        const { hits: hit, misses: miss, errors: error, skipped, stored, dropped } = counters;
        return { name, isUp: status === 'up', lookups: { hit, miss, error, skipped }, stored, dropped };
      }),
      cpuThrottling: readCpuThrottling(),
    };
  }
}
