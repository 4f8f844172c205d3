import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { PredictionCache } from '#libs/caching';
import { InferenceStatistics, LoadedModel, ServingStatus } from '#libs/prediction';
import { EventLoopQueue } from '../http/event-loop-queue.js';
import { ApiKeySource, type ApiKeyStatus } from '../security/api-key-source.js';
import { ServiceMetricsCollector } from './service-metrics-collector.js';

const MODEL = { name: 'fake' };
const DROPS = { overloaded: 1, 'deadline-exceeded': 2, 'client-left': 3, 'text-refused': 4, 'text-failed': 5 };
const STATS = { batches: 7, drops: DROPS };
const COUNTERS = { hits: 1, misses: 2, errors: 3, skipped: 4, stored: 5, dropped: 6 };

async function collect(options: { status?: string; tierStatus?: string; apiKeys?: ApiKeyStatus } = {}) {
  const { status = 'ready', tierStatus = 'up', apiKeys } = options;
  const module = await Test.createTestingModule({
    providers: [
      ServiceMetricsCollector,
      { provide: ServingStatus, useValue: { state: { status } } },
      { provide: LoadedModel, useValue: { model: MODEL } },
      { provide: InferenceStatistics, useValue: { stats: STATS } },
      {
        provide: PredictionCache,
        useValue: { tiers: [{ name: 'redis', state: { status: tierStatus }, counters: COUNTERS }] },
      },
      { provide: ApiKeySource, useValue: { status: apiKeys } },
      { provide: EventLoopQueue, useValue: { drops: { overloaded: 10, 'deadline-exceeded': 20 } } },
    ],
  }).compile();
  return module.get(ServiceMetricsCollector).collect();
}

describe('Metrics snapshot', () => {
  it('has the version, the model, and the counters of the inference and of each cache tier', async () => {
    expect(await collect()).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      model: MODEL,
      inference: STATS,
      cacheTiers: [
        {
          name: 'redis',
          isUp: true,
          isWritable: true,
          lookups: { hit: 1, miss: 2, error: 3, skipped: 4 },
          stored: 5,
          dropped: 6,
        },
      ],
      apiKeys: undefined,
    });
  });

  it('adds the requests that the queue of the event loop refused to those that the inference dropped', async () => {
    expect((await collect()).drops).toEqual({ ...DROPS, overloaded: 11, 'deadline-exceeded': 22 });
  });

  it('has no model while it does not answer', async () => {
    expect(await collect({ status: 'loading' })).toMatchObject({ model: undefined });
    expect(await collect({ status: 'unavailable' })).toMatchObject({ model: undefined });
  });

  it.each([
    ['up', true, true],
    ['read-only', true, false],
    ['down', false, false],
  ])(
    'says of a cache tier that is %s whether it is up (%s) and writable (%s)',
    async (tierStatus, isUp, isWritable) => {
      expect(await collect({ tierStatus })).toMatchObject({ cacheTiers: [{ isUp, isWritable }] });
    },
  );

  it('counts the API keys, and says whether the file is valid', async () => {
    const valid = await collect({ apiKeys: { count: 2, fault: undefined } });
    expect(valid.apiKeys).toEqual({ count: 2, isFileValid: true });
    const faulty = await collect({ apiKeys: { count: 2, fault: 'has no key' } });
    expect(faulty.apiKeys).toEqual({ count: 2, isFileValid: false });
  });
});
