import { describe, expect, it } from 'vitest';
import { IncompleteShardsError } from './incomplete-shards-error.js';
import { waitForShards } from './wait-for-shards.js';

/** Waits for shards whose states follow each other. The time passes only while it sleeps. */
async function wait(states: readonly (Error | string)[], maxMinutes: number) {
  const reasons: string[] = [];
  let looks = 0;
  let nowMs = 0;
  const collect = () => {
    const state = states[Math.min(looks++, states.length - 1)];
    return state instanceof Error ? Promise.reject(state) : Promise.resolve(state);
  };
  const time = {
    nowMs: () => nowMs,
    sleep: (ms: number) => Promise.resolve((nowMs += ms)),
  };
  const ended = waitForShards({ collect, maxMinutes, time, onWait: (reason) => reasons.push(reason) });
  const [result] = await Promise.allSettled([ended]);
  return { result, reasons, looks, nowMs };
}

const incomplete = (message: string) => new IncompleteShardsError(message);

describe('Waiting for shards', () => {
  it('ends when all of them are complete, and says each reason once', async () => {
    const states = [incomplete('a'), incomplete('a'), incomplete('b'), 'complete'];
    const result = { status: 'fulfilled', value: 'complete' };
    expect(await wait(states, 5)).toEqual({ result, reasons: ['a', 'b'], looks: 4, nowMs: 6_000 });
  });

  it('ends with the reason when the time is over', async () => {
    const { result, nowMs } = await wait([incomplete('a')], 1);
    expect(result).toMatchObject({ status: 'rejected', reason: { message: 'a' } });
    expect(nowMs).toBe(60_000);
  });

  it('looks once without time', async () => {
    expect(await wait([incomplete('a')], 0)).toMatchObject({ reasons: [], looks: 1 });
  });

  it('ends at once when the shards are of different runs', async () => {
    expect(await wait([new Error('other model')], 5)).toMatchObject({ reasons: [], looks: 1 });
  });
});
