import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { ClientError } from './client-error.js';
import { ConcurrencyLimit, type Permit } from './concurrency-limit.js';

const SUCCEEDED = { type: 'succeeded' } as const;
const FAILED = { type: 'failed' } as const;
const REFUSAL = new ClientError('too many requests', { kind: 'rate-limited', status: 429 });
const refused = (pauseMs: number) => ({ type: 'refused', pauseMs, error: REFUSAL }) as const;
const settle = () => new Promise((resolve) => setImmediate(resolve));

function open(initial: number, max = 16) {
  const clock = new ManualClock();
  const limit = new ConcurrencyLimit({ initial, max, clock });
  const started: number[] = [];
  const permits: Permit[] = [];
  const acquire = (order: number, signal = new AbortController().signal, maxPauseMs = 60_000) =>
    limit.acquire({ order, maxPauseMs, signal }).then((permit) => {
      started.push(order);
      permits.push(permit);
    });
  return { clock, limit, started, permits, acquire };
}

describe('The concurrency limit', () => {
  it('starts as many calls as there may be, and the next one when one ends', async () => {
    const { started, permits, acquire } = open(2);
    for (const order of [0, 1, 2, 3]) void acquire(order);
    await settle();
    expect(started).toEqual([0, 1]);
    permits[0]?.release(FAILED);
    permits[0]?.release(FAILED);
    await settle();
    expect(started).toEqual([0, 1, 2]);
  });

  it('starts not more calls in the beginning than there may be at most', async () => {
    const { started, acquire } = open(8, 2);
    for (const order of [0, 1, 2]) void acquire(order);
    await settle();
    expect(started).toEqual([0, 1]);
  });

  it('starts the oldest call first, also when it comes back', async () => {
    const { started, permits, acquire } = open(1);
    for (const order of [5, 7, 6, 3]) void acquire(order);
    await settle();
    while (started.length < 4) {
      permits.at(-1)?.release(FAILED);
      await settle();
    }
    expect(started).toEqual([5, 3, 6, 7]);
  });

  it('allows one call more after as many successes as there may be calls, up to the largest number', async () => {
    const { limit, permits, acquire } = open(2, 3);
    const limits: number[] = [];
    for (let order = 0; order < 9; order++) {
      await acquire(order);
      permits.at(-1)?.release(SUCCEEDED);
      limits.push(limit.current);
    }
    expect(limits).toEqual([2, 2, 3, 3, 3, 3, 3, 3, 3]);
  });

  it('does not change when a call fails for another reason', async () => {
    const { limit, permits, acquire } = open(4);
    await acquire(0);
    permits[0]?.release(FAILED);
    expect(limit.current).toBe(4);
  });

  it('allows half as many calls after a refusal, and one at least', async () => {
    const { limit, permits, acquire } = open(8);
    const limits: number[] = [];
    for (let order = 0; order < 5; order++) {
      await acquire(order);
      permits.at(-1)?.release(refused(0));
      limits.push(limit.current);
    }
    expect(limits).toEqual([4, 2, 1, 1, 1]);
  });

  it('takes the refusals of calls that ran together for one', async () => {
    const { limit, permits, acquire } = open(8);
    for (let order = 0; order < 8; order++) await acquire(order);
    for (const permit of permits) permit.release(refused(0));
    expect(limit.current).toBe(4);
  });

  it('starts no call before the pause of a refusal has passed, and then as many as there may be', async () => {
    const { clock, started, permits, acquire } = open(4);
    for (let order = 0; order < 4; order++) await acquire(order);
    permits[0]?.release(refused(3_000));
    permits[1]?.release(refused(1_000));
    permits[2]?.release(SUCCEEDED);
    permits[3]?.release(SUCCEEDED);
    for (let order = 10; order < 14; order++) void acquire(order);
    clock.advance(2_999);
    await settle();
    expect(started).toHaveLength(4);
    clock.advance(1);
    await settle();
    expect(started.slice(4)).toEqual([10, 11]);
  });

  it('fails the calls that do not wait so long, with the refusal, and starts the others later', async () => {
    const { clock, limit, started, permits, acquire } = open(1);
    const { signal } = new AbortController();
    await acquire(0);
    const short = acquire(1, signal, 2_000);
    void acquire(2, signal, 5_000);
    permits[0]?.release(refused(5_000));
    await expect(short).rejects.toBe(REFUSAL);
    expect(limit.refusal).toBe(REFUSAL);
    clock.advance(2_500);
    await expect(acquire(3, signal, 2_000)).rejects.toBe(REFUSAL);
    void acquire(4, signal, 2_500);
    clock.advance(2_500);
    await settle();
    permits[1]?.release(SUCCEEDED);
    await settle();
    expect([started, limit.refusal]).toEqual([[0, 2, 4], undefined]);
  });

  it('keeps no timer when the calls of a pause have left', async () => {
    const { clock, permits, acquire } = open(1);
    await acquire(0);
    permits[0]?.release(refused(60_000));
    const controller = new AbortController();
    const leaving = [acquire(1, controller.signal), acquire(2, controller.signal)];
    expect(clock.pendingMs()).toEqual([60_000]);
    controller.abort(new Error('enough'));
    await Promise.all(leaving.map((call) => expect(call).rejects.toThrow('enough')));
    expect(clock.pendingMs()).toEqual([]);
    await expect(acquire(3, controller.signal)).rejects.toThrow('enough');
  });
});
