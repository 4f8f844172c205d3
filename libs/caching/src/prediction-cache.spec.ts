import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, ManualClock, RedisServer } from '#libs/testing';
import { openRedisCache, store, untilUp } from './redis/redis-cache-under-test.fake.js';
import { MemoryCache } from './memory-cache.js';
import { contract, entries, toEntry, toKeys, type Opened } from './prediction-cache-contract.fake.js';
import { TieredCache } from './tiered-cache.js';

/** What a cache sends, besides AUTH, which needs no permission. */
const LEAST_COMMANDS = ['getrange', 'select', 'set'];
const LEAST_ACL = ['resetchannels', '~sentiment:*', ...LEAST_COMMANDS.map((name) => `+${name}`)];

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
