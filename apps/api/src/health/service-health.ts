import { Injectable } from '@nestjs/common';
import { PredictionCache } from '#libs/caching';
import { HealthSources, type HealthSource, type HealthState } from '#libs/health';
import { InferenceStatistics, ServingStatus } from '#libs/prediction';
import { ApiKeySource } from '../security/api-key-source.js';
import { Drain } from '../shutdown/drain.js';

/** Longer than the replacement of a worker, back-off included. */
const WORKER_SILENCE_LIMIT_MS = 60_000;
const UP = { status: 'up' } as const;

/**
 * The parts that each probe asks. Neither Redis nor a faulty key file fails readiness; neither Redis nor a full queue fails
 * liveness.
 */
@Injectable()
export class ServiceHealth extends HealthSources {
  constructor(
    private readonly serving: ServingStatus,
    private readonly inference: InferenceStatistics,
    private readonly cache: PredictionCache,
    private readonly apiKeys: ApiKeySource,
    private readonly drain: Drain,
  ) {
    super();
  }

  get live(): readonly HealthSource[] {
    const { workerSilenceMs } = this.inference.stats;
    const reason = `No model process has answered for ${Math.round(workerSilenceMs / 1_000)} s.`;
    return [{ name: 'model', state: downIf(workerSilenceMs > WORKER_SILENCE_LIMIT_MS, reason) }];
  }

  get ready(): readonly HealthSource[] {
    const { state } = this.serving;
    const { queueUtilization } = this.inference.stats;
    return [
      { name: 'model', state: state.status === 'ready' ? UP : { status: 'down', reason: state.reason } },
      // Not down: under a load that fills every pod, a Service without endpoints would replace 429 by failed connections.
      { name: 'queue', state: degradedIf(queueUtilization >= 1, 'The queue has no room for another text.') },
      { name: 'shutdown', state: downIf(this.drain.hasBegun, 'The service is shutting down.') },
      ...this.cache.tiers.map(({ name, state: tier }): HealthSource => {
        return { name, state: tier.status === 'up' ? UP : { status: 'degraded', reason: tier.reason } };
      }),
      ...this.getApiKeyHealth(),
    ];
  }

  get startup(): readonly HealthSource[] {
    const { state } = this.serving;
    return [{ name: 'model', state: state.status === 'loading' ? { status: 'down', reason: state.reason } : UP }];
  }

  /** No part when the service asks for no key. */
  private getApiKeyHealth(): readonly HealthSource[] {
    const { status } = this.apiKeys;
    if (!status) return [];
    const { count, fault } = status;
    const reason = `API_KEYS_FILE ${fault}; the last valid keys (${count}) stay in use.`;
    return [{ name: 'api-keys', state: fault === undefined ? UP : { status: 'degraded', reason } }];
  }
}

function downIf(isDown: boolean, reason: string): HealthState {
  return isDown ? { status: 'down', reason } : UP;
}

function degradedIf(isDegraded: boolean, reason: string): HealthState {
  return isDegraded ? { status: 'degraded', reason } : UP;
}
