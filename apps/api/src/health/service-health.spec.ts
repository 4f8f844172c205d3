import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { PredictionCache } from '#libs/caching';
import { InferenceStatistics, ServingStatus, type ServingState } from '#libs/prediction';
import { ApiKeySource, type ApiKeyStatus } from '../security/api-key-source.js';
import { Drain } from '../shutdown/drain.js';
import { ServiceHealth } from './service-health.js';

interface Parts {
  readonly state: ServingState;
  readonly workerSilenceMs: number;
  readonly queueUtilization: number;
  readonly isDraining: boolean;
  readonly tier: { readonly status: string; readonly reason?: string };
  readonly apiKeys: ApiKeyStatus | undefined;
}

const WELL: Parts = {
  state: { status: 'ready' },
  workerSilenceMs: 60_000,
  queueUtilization: 0.99,
  isDraining: false,
  tier: { status: 'up' },
  apiKeys: { count: 2, fault: undefined },
};
const LOADING: ServingState = { status: 'loading', reason: 'The model is still loading.' };
const UNAVAILABLE: ServingState = { status: 'unavailable', reason: 'No process runs.' };

async function createHealth(changes: Partial<Parts> = {}): Promise<ServiceHealth> {
  const { state, workerSilenceMs, queueUtilization, isDraining, tier, apiKeys } = { ...WELL, ...changes };
  const module = await Test.createTestingModule({
    providers: [
      ServiceHealth,
      { provide: ServingStatus, useValue: { state } },
      { provide: InferenceStatistics, useValue: { stats: { workerSilenceMs, queueUtilization } } },
      { provide: PredictionCache, useValue: { tiers: [{ name: 'redis', state: tier }] } },
      { provide: ApiKeySource, useValue: { status: apiKeys } },
      { provide: Drain, useValue: { hasBegun: isDraining } },
    ],
  }).compile();
  return module.get(ServiceHealth);
}

/** The parts of a probe that are not up. */
const findTroubles = (sources: ServiceHealth['ready']) =>
  sources.filter(({ state }) => state.status !== 'up').map(({ name, state }) => ({ name, ...state }));

describe('Health of the service', () => {
  it('has these parts, all up when nothing is wrong', async () => {
    const health = await createHealth();
    const probes = [health.live, health.ready, health.startup];
    expect(probes.map((sources) => sources.map(({ name }) => name))).toEqual([
      ['model'],
      ['model', 'queue', 'shutdown', 'redis', 'api-keys'],
      ['model'],
    ]);
    expect(probes.flatMap(findTroubles)).toEqual([]);
  });

  it('has no part for API keys where none are set', async () => {
    const { ready } = await createHealth({ apiKeys: undefined });
    expect(ready.map(({ name }) => name)).not.toContain('api-keys');
  });

  it('needs a restart when no process has answered for more than a minute', async () => {
    const { live, ready } = await createHealth({ workerSilenceMs: 60_001 });
    expect(findTroubles(live)).toEqual([
      { name: 'model', status: 'down', reason: 'No model process has answered for 60 s.' },
    ]);
    expect(findTroubles(ready)).toEqual([]);
  });

  it.each<[Partial<Parts>, object]>([
    [{ state: LOADING }, { name: 'model', status: 'down', reason: LOADING.reason }],
    [{ state: UNAVAILABLE }, { name: 'model', status: 'down', reason: UNAVAILABLE.reason }],
    [{ queueUtilization: 1 }, { name: 'queue', status: 'degraded', reason: 'The queue has no room for another text.' }],
    [{ isDraining: true }, { name: 'shutdown', status: 'down', reason: 'The service is shutting down.' }],
    [
      { tier: { status: 'down', reason: 'Redis is unavailable.' } },
      { name: 'redis', status: 'degraded', reason: 'Redis is unavailable.' },
    ],
    [
      { tier: { status: 'read-only', reason: 'Redis refuses writes.' } },
      { name: 'redis', status: 'degraded', reason: 'Redis refuses writes.' },
    ],
    [
      { apiKeys: { count: 2, fault: 'has no key' } },
      {
        name: 'api-keys',
        status: 'degraded',
        reason: 'API_KEYS_FILE has no key; the last valid keys (2) stay in use.',
      },
    ],
  ])('is not fully ready with %j, and needs no restart', async (changes, trouble) => {
    const { ready, live } = await createHealth(changes);
    expect(findTroubles(ready)).toEqual([trouble]);
    expect(findTroubles(live)).toEqual([]);
  });

  it('has started once the model was loaded', async () => {
    expect(findTroubles((await createHealth({ state: LOADING })).startup)).toEqual([
      { name: 'model', ...LOADING, status: 'down' },
    ]);
    expect(findTroubles((await createHealth({ state: UNAVAILABLE })).startup)).toEqual([]);
  });
});
