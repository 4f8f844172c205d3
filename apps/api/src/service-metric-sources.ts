import { Inject, Injectable } from '@nestjs/common';
import { PredictionCache } from '#libs/caching';
import { TextClassifier, type ClassifierFigures, type ModelDescription } from '#libs/classification';
import { readCpuThrottling } from '#libs/inference';
import { MetricSources, type CpuThrottling, type ObservedCacheTier } from '#libs/observability';
import { packageInformation } from './package-information.js';

/** Where the metrics come from. */
@Injectable()
export class ServiceMetricSources extends MetricSources {
  readonly version = packageInformation.version;

  constructor(
    @Inject(TextClassifier) private readonly textClassifier: TextClassifier,
    @Inject(PredictionCache) private readonly cache: PredictionCache,
  ) {
    super();
  }

  get model(): ModelDescription | undefined {
    return this.textClassifier.state.status === 'loading' ? undefined : this.textClassifier.model;
  }

  get classifier(): ClassifierFigures {
    return this.textClassifier.figures;
  }

  get cacheTiers(): readonly ObservedCacheTier[] {
    return this.cache.tiers.map(({ name, state, counters }) => {
      const { hits: hit, misses: miss, errors: error, skipped, stored, dropped } = counters;
      return { name, isUp: state.status === 'up', lookups: { hit, miss, error, skipped }, stored, dropped };
    });
  }

  get cpuThrottling(): CpuThrottling | undefined {
    return readCpuThrottling();
  }
}
