import { describe, expect, it } from 'vitest';
import { RandomSource } from './random-source.js';
import { RedisLfuCache } from './redis-lfu-cache.js';
import { Zipf } from './zipf.js';

const [ITEMS, CAPACITY, REQUESTS] = [10_000, 1_000, 100_000];

describe('RedisLfuCache', () => {
  it('never holds more keys than its memory has room for, and finds the last one', () => {
    const cache = new RedisLfuCache(10, new RandomSource(1));
    for (let key = 0; key < 1_000; key++) {
      cache.write(key);
      expect(cache.read(key)).toBe(true);
      expect(cache.size).toBe(Math.min(key + 1, 10));
    }
  });

  it('evicts nothing without a limit', () => {
    const cache = new RedisLfuCache(Infinity, new RandomSource(1));
    for (let key = 0; key < ITEMS; key++) cache.write(key);
    expect(cache.size).toBe(ITEMS);
    expect(cache.read(0)).toBe(true);
  });

  it('answers less than a cache of the most popular keys, and most of that', () => {
    const [zipf, random] = [new Zipf(ITEMS, 1), new RandomSource(2)];
    const cache = new RedisLfuCache(CAPACITY, random);
    let hits = 0;
    for (let request = 0; request < REQUESTS; request++) {
      const key = zipf.sample(random);
      if (!cache.read(key)) cache.write(key);
      else if (request >= REQUESTS / 2) hits++;
    }
    const [hitRate, best] = [hits / (REQUESTS / 2), zipf.share(CAPACITY - 1)];
    expect(hitRate).toBeLessThan(best);
    expect(hitRate).toBeGreaterThan(0.85 * best);
  });
});
