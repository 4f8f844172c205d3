import { describe, expect, it } from 'vitest';
import { GenerationalCache } from './generational-cache.js';

describe('Generational cache', () => {
  it('keeps what is used, drops what is not, and stays within two generations', () => {
    const cache = new GenerationalCache<{ of: number }>(10);
    cache.set('used', { of: -1 });
    for (let index = 0; index < 100; index++) {
      cache.set(`unused ${index}`, { of: index });
      expect(cache.get('used')).toEqual({ of: -1 });
    }
    const kept = Array.from({ length: 100 }, (_, index) => cache.has(`unused ${index}`)).filter(Boolean);
    expect(kept.length).toBeGreaterThanOrEqual(9);
    expect(kept.length).toBeLessThanOrEqual(20);
    expect(cache.get('unused 0')).toBeUndefined();
    expect(cache.get('unused 99')).toEqual({ of: 99 });
  });
});
