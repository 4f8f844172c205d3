import { describe, expect, it } from 'vitest';
import { createHitCurve } from './cache-curves.js';
import { lruHitRate, toBands, warmHitRate } from './hit-rate.js';

describe('createHitCurve', () => {
  const bands = toBands(1_000_000, 0.9, 0.3);
  const curve = createHitCurve(bands, 50_000);

  it('begins at nothing, follows the warming cache, and ends at the full one', () => {
    expect(curve(0)).toBeLessThan(0.001);
    for (const requests of [123, 4_567, 50_001]) {
      expect(curve(requests) / warmHitRate(bands, requests)).toBeCloseTo(1, 2);
    }
    expect(curve(1e12)).toBeCloseTo(lruHitRate(bands, 50_000), 6);
    expect(curve(1e30)).toBe(curve(1e14));
  });

  it('has a higher end for a larger cache', () => {
    expect(createHitCurve(bands, 500_000)(1e12)).toBeGreaterThan(curve(1e12));
  });
});
