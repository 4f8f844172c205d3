import { describe, expect, it } from 'vitest';
import { workerTimings } from './worker-timings.js';

describe('Worker time limits', () => {
  it('gives a large model the time that its longest run takes here, and a small one no more than it needs', () => {
    let longestRunMs = 100;
    const timings = workerTimings(() => longestRunMs);
    expect(timings).toMatchObject({ unresponsiveAfterMs: 2_000, killAfterMs: 5_000 });
    longestRunMs = 8_000;
    expect(timings).toMatchObject({ unresponsiveAfterMs: 32_000, killAfterMs: 80_000 });
  });
});
