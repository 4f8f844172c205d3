import { Inject, Injectable } from '@nestjs/common';
import { PredictionCache } from '#libs/caching';
import { HealthSources, type HealthSource, type HealthState } from '#libs/health';
import { Classifier } from '#libs/prediction';
import { Drain } from '../shutdown/drain.js';

/** Longer than replacing a process takes, back-off included; shorter than anybody's patience. */
const MODEL_SILENT_LIMIT_MS = 60_000;
const UP = { status: 'up' } as const;

/** Which parts each probe asks. Redis is no reason to send requests elsewhere, and neither Redis nor the queue one to restart. */
@Injectable()
export class ServiceHealth extends HealthSources {
  constructor(
    @Inject(Classifier) private readonly classifier: Classifier,
    @Inject(PredictionCache) private readonly cache: PredictionCache,
    @Inject(Drain) private readonly drain: Drain,
  ) {
    super();
  }

  get live(): readonly HealthSource[] {
    const { workerSilenceMs } = this.classifier.stats;
    const reason = `No model process was heard of for ${Math.round(workerSilenceMs / 1_000)} s.`;
    return [{ name: 'model', state: downIf(workerSilenceMs > MODEL_SILENT_LIMIT_MS, reason) }];
  }

  get ready(): readonly HealthSource[] {
    const { state, stats } = this.classifier;
    return [
      { name: 'model', state: state.status === 'ready' ? UP : { status: 'down', reason: state.reason } },
      { name: 'queue', state: downIf(stats.queueUtilization >= 1, 'There is no room for another text.') },
      { name: 'shutdown', state: downIf(this.drain.hasBegun, 'The service is shutting down.') },
      ...this.cache.tiers.map(({ name, state: tier }): HealthSource => {
        return { name, state: tier.status === 'up' ? UP : { status: 'degraded', reason: tier.reason } };
      }),
    ];
  }

  get startup(): readonly HealthSource[] {
    const { state } = this.classifier;
    return [{ name: 'model', state: state.status === 'loading' ? { status: 'down', reason: state.reason } : UP }];
  }
}

function downIf(isDown: boolean, reason: string): HealthState {
  return isDown ? { status: 'down', reason } : UP;
}
