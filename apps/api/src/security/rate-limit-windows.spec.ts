import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { RateLimitWindows } from './rate-limit-windows.js';

const WINDOW_MS = 60_000;

let clock: ManualClock;

beforeEach(() => {
  clock = new ManualClock();
});

describe('rate limit windows', () => {
  it('count the requests of a client until the window is over', () => {
    const windows = new RateLimitWindows({ clock, windowMs: WINDOW_MS });
    expect([windows.count('shop').requests, windows.count('shop').requests]).toEqual([1, 2]);
    clock.advance(WINDOW_MS - 1);
    expect(windows.count('shop').requests).toBe(3);
    clock.advance(1);
    expect(windows.count('shop').requests).toBe(1);
  });

  it('say in whole seconds, rounded up, how long a window lasts', () => {
    const windows = new RateLimitWindows({ clock, windowMs: WINDOW_MS });
    expect(windows.count('shop')).toEqual({ requests: 1, endsInSeconds: 60 });
    clock.advance(58_100);
    expect(windows.count('shop')).toEqual({ requests: 2, endsInSeconds: 2 });
    clock.advance(1_899.9);
    expect(windows.count('shop')).toEqual({ requests: 3, endsInSeconds: 1 });
  });

  it('never say that a window lasts longer than it does', () => {
    const windows = new RateLimitWindows({ clock, windowMs: 3_000 });
    for (let client = 0; client < 1_000; client++) {
      clock.advance(1_234.567);
      expect(windows.count(`client ${client}`).endsInSeconds).toBe(3);
    }
  });

  it('count every client by itself', () => {
    const windows = new RateLimitWindows({ clock, windowMs: WINDOW_MS });
    windows.count('shop');
    expect(windows.count('office').requests).toBe(1);
  });
});
