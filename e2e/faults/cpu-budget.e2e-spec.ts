import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type Api, isMissing, postJson, startApi, UNCACHED, untilHealthy } from '#libs/testing';
import { ControlGroup } from '../control-group.js';

const LOAD_MS = 8_000;
const PROBE_INTERVAL_MS = 100;

let api: Api | undefined;

afterEach(async () => {
  await api?.stop();
  api = undefined;
});

const group = ControlGroup.create(0.5);

afterAll(() => group?.remove());

describe('the CPU budget', () => {
  it.skipIf(isMissing('taskset'))('is one model process on one core (taskset)', async () => {
    api = await startApi({ prefix: ['taskset', '-c', '0'] });
    expect(api.workerIds()).toHaveLength(1);
    expect(api.output()).toContain('1 core: 1 model process with 1 thread');
  });

  it('is what the settings say', async () => {
    api = await startApi({ env: { MODEL_PROCESSES: '3', MODEL_THREADS: '2' } });
    expect(api.workerIds()).toHaveLength(3);
    expect(api.output()).toContain('3 model processes with 2 threads each');
  });

  it.skipIf(group === undefined)('keeps the service ready under load with half a CPU', async () => {
    const started = await startApi({ prefix: group?.prefix ?? [], env: UNCACHED, untilReady: false });
    api = started;
    await untilHealthy(started.url, 50_000);
    expect(started.output()).toContain('a quota of 0.5 CPU: 1 model process with 1 thread');
    const endMs = performance.now() + LOAD_MS;
    const statuses = new Set<number>();
    const client = async (index: number) => {
      for (let turn = 0; performance.now() < endMs; turn++) {
        const text = [`the film number ${index} and ${turn} is slow, and so is this machine`];
        statuses.add((await postJson(started.url, { text })).status);
      }
    };
    const healths = new Set<number>();
    const probe = async () => {
      while (performance.now() < endMs) {
        healths.add((await fetch(`${started.url}/health`)).status);
        await sleep(PROBE_INTERVAL_MS);
      }
    };
    await Promise.all([probe(), ...Array.from({ length: 8 }, (_, index) => client(index))]);
    expect([...healths]).toEqual([200]);
    expect([...statuses]).toEqual([200]);
  });
});
