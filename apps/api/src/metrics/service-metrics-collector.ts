import { Inject, Injectable } from '@nestjs/common';
import { PredictionCache } from '#libs/caching';
import { readCpuThrottling } from '#libs/inference';
import { MetricSources, type MetricReadings } from '#libs/observability';
import { TextClassifier } from '#libs/prediction';
import { packageInformation } from '../config/package-information.js';

/** Where the metrics come from. */
@Injectable()
export class ServiceMetricSources extends MetricSources {
  constructor(
    @Inject(TextClassifier) private readonly classifier: TextClassifier,
    @Inject(PredictionCache) private readonly cache: PredictionCache,
  ) {
    super();
  }

  read(): MetricReadings {
    const { state, figures } = this.classifier;
    return {
      version: packageInformation.version,
      model: state.status === 'ready' ? this.classifier.model : undefined,
      classifier: figures,
      cacheTiers: this.cache.tiers.map(({ name, state: { status }, counters }) => {
        const { hits: hit, misses: miss, errors: error, skipped, stored, dropped } = counters;
        return { name, isUp: status === 'up', lookups: { hit, miss, error, skipped }, stored, dropped };
      }),
      cpuThrottling: readCpuThrottling(),
    };
  }
}
