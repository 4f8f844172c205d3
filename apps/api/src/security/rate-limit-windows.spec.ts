import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { RateLimitWindows } from './rate-limit-windows.js';

const WINDOW_MS = 60_000;

describe('RateLimitWindows', () => {
  it('block what is past the limit until the window is over', async () => {
    const clock = new ManualClock();
    const windows = new RateLimitWindows(clock);
    const hit = async () => (await windows.increment('shop', WINDOW_MS, 2)).isBlocked;
    expect([await hit(), await hit(), await hit()]).toEqual([false, false, true]);
    clock.advance(WINDOW_MS - 1);
    expect(await hit()).toBe(true);
    clock.advance(1);
    expect(await hit()).toBe(false);
  });

  it('say in whole seconds, rounded up, how long a window lasts', async () => {
    const clock = new ManualClock();
    const windows = new RateLimitWindows(clock);
    await windows.increment('shop', WINDOW_MS, 1);
    clock.advance(58_100);
    expect(await windows.increment('shop', WINDOW_MS, 1)).toEqual({
      totalHits: 2,
      timeToExpire: 2,
      isBlocked: true,
      timeToBlockExpire: 2,
    });
  });

  it('never say that a window lasts longer than it does', async () => {
    const clock = new ManualClock();
    const windows = new RateLimitWindows(clock);
    for (let client = 0; client < 1_000; client++) {
      clock.advance(1_234.567);
      expect((await windows.increment(`client ${client}`, 3_000, 1)).timeToExpire).toBe(3);
    }
  });

  it('count every client by itself', async () => {
    const windows = new RateLimitWindows(new ManualClock());
    await windows.increment('shop', WINDOW_MS, 1);
    expect(await windows.increment('office', WINDOW_MS, 1)).toMatchObject({ totalHits: 1, isBlocked: false });
  });
});
