import { LRUCache } from 'lru-cache';
import { describe, expect, it } from 'vitest';
import { countDistinct, lruHitRate, toBands, ttlHitRate, warmHitRate } from './hit-rate.js';
import { RandomSource } from './random-source.js';
import { Zipf } from './zipf.js';

const ITEMS = 20_000;
const REQUESTS = 200_000;
const UNIQUE_SHARE = 0.1;

/** Requests by a Zipf popularity, with items that come once. */
function drawRequests(exponent: number, uniqueShare: number): number[] {
  const [zipf, random] = [new Zipf(ITEMS, exponent), new RandomSource(1)];
  return Array.from({ length: REQUESTS }, (_, index) =>
    random.next() < uniqueShare ? ITEMS + index : zipf.sample(random),
  );
}

/** The share of hits of a real LRU cache, in the second half of the requests. */
function measureLru(requests: readonly number[], capacity: number): number {
  const cache = new LRUCache<number, true>({ max: capacity });
  let hits = 0;
  requests.forEach((item, index) => {
    if (cache.get(item) && index >= REQUESTS / 2) hits++;
    cache.set(item, true);
  });
  return hits / (REQUESTS / 2);
}

describe('The hit rate of an LRU cache', () => {
  it.each([
    { exponent: 0.8, uniqueShare: 0, capacity: 500 },
    { exponent: 1, uniqueShare: 0, capacity: 2_000 },
    { exponent: 1, uniqueShare: UNIQUE_SHARE, capacity: 2_000 },
    { exponent: 1.2, uniqueShare: UNIQUE_SHARE, capacity: 500 },
  ])('is that of a run: $capacity items, exponent $exponent, $uniqueShare unique', (popularity) => {
    const { exponent, uniqueShare, capacity } = popularity;
    const measured = measureLru(drawRequests(exponent, uniqueShare), capacity);
    expect(lruHitRate(toBands(ITEMS, exponent, uniqueShare), capacity)).toBeCloseTo(measured, 2);
  });

  it('is the share of repeated requests when everything fits', () => {
    expect(lruHitRate(toBands(ITEMS, 1, UNIQUE_SHARE), Infinity)).toBeCloseTo(1 - UNIQUE_SHARE, 6);
  });

  it('grows from nothing as an empty cache sees requests', () => {
    const requests = drawRequests(1, 0).slice(0, 20_000);
    const seen = new Set<number>();
    const late = requests.map((item) => seen.size < seen.add(item).size).slice(-2_000);
    const missShare = late.filter((isNew) => isNew).length / late.length;
    const bands = toBands(ITEMS, 1);
    expect(warmHitRate(bands, 0)).toBe(0);
    expect(1 - warmHitRate(bands, 19_000)).toBeCloseTo(missShare, 1);
    expect(countDistinct(bands, 20_000) / seen.size).toBeCloseTo(1, 1);
  });
});

describe('The hit rate of a cache whose items expire', () => {
  it('is that of a run', () => {
    const [lifetime, expiresAt] = [10_000, new Map<number, number>()];
    const requests = drawRequests(1, 0);
    const hits = requests.filter((item, index) => {
      const isHit = (expiresAt.get(item) ?? 0) > index;
      if (!isHit) expiresAt.set(item, index + lifetime);
      return isHit && index >= REQUESTS / 2;
    }).length;
    expect(ttlHitRate(toBands(ITEMS, 1), lifetime)).toBeCloseTo(hits / (REQUESTS / 2), 2);
  });
});

describe('toBands', () => {
  it('shares out the repeated requests', () => {
    const bands = toBands(1_000_000, 1, UNIQUE_SHARE);
    const sum = bands.reduce((total, { items, probability }) => total + items * probability, 0);
    expect(sum).toBeCloseTo(1 - UNIQUE_SHARE, 9);
    expect(bands.length).toBeLessThan(1_000);
  });
});
