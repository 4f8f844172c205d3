import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Prediction } from '#libs/prediction';
import { CacheKeys } from './cache-keys.js';
import type { CacheEntry, PredictionCache } from './prediction-cache.js';
import { store } from './redis/redis-cache-under-test.fake.js';

/** A cache to try, and how seconds pass for it. */
export interface Opened {
  readonly cache: PredictionCache;
  passSeconds(seconds: number): Promise<void>;
}

export const keys = new CacheKeys({
  digest: 'a'.repeat(64),
  maxTokens: 512,
  windows: { tokens: 128, overlapTokens: 16, maxWindows: 1, temperature: 1 },
  maxChars: 8_192,
});
export const toEntry = (text: string, ...logits: number[]): CacheEntry => ({
  key: keys.keyFor(text),
  prediction: { logits: Float32Array.from(logits), truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
});
export const toPredictions = (entries: readonly CacheEntry[]): Prediction[] =>
  entries.map(({ prediction }) => prediction);
export const toKeys = (entries: readonly CacheEntry[]): string[] => entries.map(({ key }) => key);
export const entries = (count: number): CacheEntry[] =>
  Array.from({ length: count }, (_, index) => toEntry(`text ${index}`, index, -index));

/** What every cache does. */
export function contract(open: (ttlSeconds: number) => Opened | Promise<Opened>): void {
  let opened: Opened;

  beforeEach(async () => {
    opened = await open(60);
  });
  afterEach(async () => {
    await opened.cache.close();
  });

  it('gives back what was stored, in the order in which it is asked for', async () => {
    const { cache } = opened;
    const [a, b] = [toEntry('a', 1, -1), toEntry('b', 2, -2)];
    await store(cache, [a, b]);
    expect(await cache.getMany([b.key, keys.keyFor('unknown'), a.key, b.key])).toEqual([
      b.prediction,
      undefined,
      a.prediction,
      b.prediction,
    ]);
  });

  it('has nothing for nothing', async () => {
    expect(await opened.cache.getMany([])).toEqual([]);
    opened.cache.setMany([]);
  });

  it('remembers that a text was cut', async () => {
    const cut = {
      key: keys.keyFor('long'),
      prediction: { logits: Float32Array.of(1, 2), truncated: true, tokens: 3, unknownTokens: 0, readChars: 9 },
    };
    await store(opened.cache, [cut]);
    expect(await opened.cache.getMany([cut.key])).toEqual([cut.prediction]);
  });

  it('takes the later of two predictions for one key', async () => {
    const later = toEntry('a', 5, 6);
    await store(opened.cache, [toEntry('a', 1, 2)]);
    await store(opened.cache, [later]);
    expect(await opened.cache.getMany([later.key])).toEqual([later.prediction]);
  });

  it('takes a thousand at a time', async () => {
    const thousand = entries(1_000);
    await store(opened.cache, thousand);
    expect(await opened.cache.getMany(toKeys(thousand))).toEqual(toPredictions(thousand));
  });

  it('takes texts in any writing', async () => {
    const texts = ['Straße', '素晴らしい映画', '👩‍👩‍👧', '\0', '', 'a\ud800', 'x'.repeat(100_000)];
    const written = texts.map((text, index) => toEntry(text, index, 1));
    await store(opened.cache, written);
    expect(await opened.cache.getMany(texts.map((text) => keys.keyFor(text)))).toEqual(toPredictions(written));
  });

  it('serves many at once', async () => {
    const stored = entries(50);
    await store(opened.cache, stored);
    const answers = await Promise.all(stored.map(({ key }) => opened.cache.getMany([key, keys.keyFor('unknown')])));
    expect(answers).toEqual(stored.map(({ prediction }) => [prediction, undefined]));
  });

  it('counts what it found and what not', async () => {
    const { cache } = opened;
    const [first] = cache.tiers;
    const before = { ...first?.counters };
    await store(cache, entries(2));
    await cache.getMany([...toKeys(entries(2)), keys.keyFor('unknown')]);
    expect(first?.counters).toEqual({ ...before, hits: 2, misses: 1, stored: 2 });
  });

  it('forgets when the time is over', async () => {
    const brief = await open(1);
    const [entry = toEntry('a')] = entries(1);
    await store(brief.cache, [entry]);
    expect(await brief.cache.getMany([entry.key])).toEqual([entry.prediction]);
    await brief.passSeconds(1);
    expect(await brief.cache.getMany([entry.key])).toEqual([undefined]);
    await brief.cache.close();
  });
}
