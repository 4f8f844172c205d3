import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { RetryWaits, type RetryDelay } from './retry-waits.js';

const settle = () => new Promise((resolve) => setImmediate(resolve));
const LONG: RetryDelay = { delayMs: 10_000, leastMs: 0, isOutage: true };

function open(random = 0.5) {
  const clock = new ManualClock();
  return { clock, waits: new RetryWaits({ shortDelayMs: 500, clock, random: () => random }) };
}

describe('The wait for another attempt', () => {
  it('takes its time', async () => {
    const { clock, waits } = open();
    const ends: number[] = [];
    void waits.wait({ ...LONG, delayMs: 700 }).then(() => ends.push(clock.nowMs()));
    clock.advance(699);
    await settle();
    expect(ends).toEqual([]);
    clock.advance(1);
    await settle();
    expect(ends).toEqual([700]);
  });

  it.each<[string, Partial<RetryDelay>, number]>([
    ['ends soon after a success when it is for an outage', {}, 1_250],
    ['does not end before Retry-After', { leastMs: 4_000 }, 4_000],
    ['does not become longer', { delayMs: 1_100 }, 1_100],
    ['does not end earlier when it is for no outage', { isOutage: false }, 10_000],
  ])('%s', (_, delay, endMs) => {
    const { clock, waits } = open();
    void waits.wait({ ...LONG, ...delay });
    clock.advance(1_000);
    waits.endOutage();
    expect(clock.pendingMs()).toEqual([endMs - 1_000]);
  });

  it('is shortened once, however many calls succeed', () => {
    const { clock, waits } = open();
    void waits.wait(LONG);
    waits.endOutage();
    clock.advance(200);
    waits.endOutage();
    expect(clock.pendingMs()).toEqual([50]);
  });

  it('ends at once when it is aborted, and leaves no timer', async () => {
    const { clock, waits } = open();
    const controller = new AbortController();
    const wait = expect(waits.wait(LONG, controller.signal)).rejects.toThrow('enough');
    controller.abort(new Error('enough'));
    waits.endOutage();
    await wait;
    expect(clock.pendingMs()).toEqual([]);
  });
});
