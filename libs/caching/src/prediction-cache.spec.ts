import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Prediction } from '#libs/prediction';
import { isMissing, ManualClock, RedisServer } from '#libs/testing';
import { openRedisCache, store, untilUp } from './redis/redis-cache-under-test.fake.js';
import { CacheKeys } from './cache-keys.js';
import { MemoryCache } from './memory-cache.js';
import type { CacheEntry, PredictionCache } from './prediction-cache.js';
import { TieredCache } from './tiered-cache.js';

/** What a cache sends, besides AUTH, which needs no permission. */
const LEAST_COMMANDS = ['getrange', 'select', 'set'];
const LEAST_ACL = ['resetchannels', '~sentiment:*', ...LEAST_COMMANDS.map((name) => `+${name}`)];

/** A cache to try, and how seconds pass for it. */
interface Opened {
  readonly cache: PredictionCache;
  passSeconds(seconds: number): Promise<void>;
}

const keys = new CacheKeys({
  digest: 'a'.repeat(64),
  maxTokens: 512,
  windows: { tokens: 128, overlapTokens: 16, maxWindows: 1, temperature: 1 },
  maxChars: 8_192,
});
const toEntry = (text: string, ...logits: number[]): CacheEntry => ({
  key: keys.keyFor(text),
  prediction: { logits: Float32Array.from(logits), truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
});
const toPredictions = (entries: readonly CacheEntry[]): Prediction[] => entries.map(({ prediction }) => prediction);
const toKeys = (entries: readonly CacheEntry[]): string[] => entries.map(({ key }) => key);
const entries = (count: number): CacheEntry[] =>
  Array.from({ length: count }, (_, index) => toEntry(`text ${index}`, index, -index));

function openMemory(ttlSeconds: number): Opened {
  const clock = new ManualClock();
  const cache = new MemoryCache({ maxBytes: 1e6, ttlSeconds, clock });
  return {
    cache,
    passSeconds: (seconds) => {
      clock.advance(seconds * 1_000 + 1);
      return Promise.resolve();
    },
  };
}

async function openRedis(server: RedisServer, ttlSeconds: number, user = ''): Promise<Opened> {
  const { cache } = openRedisCache(`redis://${user}127.0.0.1:${server.port}/1`, { ttlSeconds });
  await untilUp(cache);
  return { cache, passSeconds: (seconds) => sleep(seconds * 1_000 + 50) };
}

async function openTiers(server: RedisServer, ttlSeconds: number): Promise<Opened> {
  const [near, far] = [openMemory(ttlSeconds), await openRedis(server, ttlSeconds)];
  return {
    cache: new TieredCache(near.cache, far.cache),
    passSeconds: async (seconds) => {
      await Promise.all([near.passSeconds(seconds), far.passSeconds(seconds)]);
    },
  };
}

function contract(open: (ttlSeconds: number) => Opened | Promise<Opened>): void {
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

describe('a cache in memory', () => {
  contract(openMemory);

  it('keeps within its bytes, and keeps what was used last', async () => {
    const { cache } = openMemory(60);
    const many = entries(5_000);
    await store(cache, many.slice(0, 1_000));
    for (let at = 1_000; at < many.length; at += 100) {
      await cache.getMany([many[0]?.key ?? '']);
      await store(cache, many.slice(at, at + 100));
    }
    const found = await cache.getMany(toKeys(many));
    const kept = found.filter((prediction) => prediction !== undefined).length;
    expect(kept).toBeGreaterThan(1_000);
    expect(kept).toBeLessThan(4_000);
    expect([found[0], found[1], found.at(-1)]).toEqual([many[0]?.prediction, undefined, many.at(-1)?.prediction]);
  });
});

describe.skipIf(isMissing('redis-server'))('PredictionCache: with a real Redis', () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(async () => {
    await server.stop();
  });
  afterEach(async () => {
    await server.command('flushall');
  });

  describe('a cache in Redis', () => {
    contract((ttlSeconds) => openRedis(server, ttlSeconds));

    it('sends nothing but what the access list of the deployment allows', async () => {
      await server.command('config', 'resetstat');
      const { cache } = await openRedis(server, 60);
      await store(cache, entries(10));
      await cache.getMany(toKeys(entries(10)));
      await cache.close();
      const statistics = String(await server.command('info', 'commandstats'));
      const sent = [...statistics.matchAll(/cmdstat_([\w|]+):/g)].map(([, name = '']) => name);
      const ours = sent.filter((name) => !['info', 'config|resetstat'].includes(name));
      expect(ours.sort()).toEqual(LEAST_COMMANDS);
    });

    it('shows nothing of the text to who looks into Redis', async () => {
      const { cache } = await openRedis(server, 60);
      const written = await server.watch(async () => {
        await store(cache, [toEntry('a secret', 1, 2)]);
      });
      await cache.close();
      expect(written).toMatch(/"set" "sentiment:[\w-]{43}" /);
      expect(written).not.toContain('secret');
    });
  });

  describe('a cache in Redis under the least access list', () => {
    beforeAll(async () => {
      await server.command('acl', 'setuser', 'api', 'on', '>pass', ...LEAST_ACL);
    });
    contract((ttlSeconds) => openRedis(server, ttlSeconds, 'api:pass@'));
  });

  describe('two tiers', () => {
    contract((ttlSeconds) => openTiers(server, ttlSeconds));

    it('keep near what was found far', async () => {
      const other = await openRedis(server, 60);
      await store(other.cache, entries(3));
      const { cache } = await openTiers(server, 60);
      for (let turn = 0; turn < 2; turn++) await cache.getMany(toKeys(entries(3)));
      expect(cache.tiers.map(({ name, counters }) => [name, counters.hits])).toEqual([
        ['memory', 3],
        ['redis', 3],
      ]);
      await Promise.all([cache.close(), other.cache.close()]);
    });
  });
});
