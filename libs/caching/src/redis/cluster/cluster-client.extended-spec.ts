import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Prediction } from '#libs/prediction';
import { isMissing, RedisCluster } from '#libs/testing';
import { contract, entries, toKeys, toPredictions } from '../../prediction-cache-contract.fake.js';
import { openRedisCache, store, untilUp } from '../redis-cache-under-test.fake.js';
import type { RedisCache } from '../redis-cache.js';
import type { RedisClientOptions } from '../create-redis-client.js';

const MANY = entries(300);

describe.skipIf(isMissing('redis-server', 'redis-cli'))('a cache in a Redis Cluster', () => {
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await RedisCluster.start();
  });
  afterAll(async () => {
    await cluster.stop();
  });
  afterEach(async () => {
    await cluster.command('flushall');
  });

  async function open(
    options: Partial<RedisClientOptions> = {},
    url = cluster.url,
  ): Promise<{ cache: RedisCache; reports: string[] }> {
    const opened = openRedisCache(url, { topology: 'cluster', ...options });
    await untilUp(opened.cache);
    return opened;
  }

  describe('keeps the contract', () => {
    contract(async (ttlSeconds) => {
      const { cache } = await open({ ttlSeconds });
      return { cache, passSeconds: (seconds) => sleep(seconds * 1_000 + 50) };
    });
  });

  it('finds all servers by one of them, and stores on each', async () => {
    const [first] = cluster.servers;
    const { cache, reports } = await open({}, first?.url);
    await store(cache, MANY);
    expect(await cache.getMany(toKeys(MANY))).toEqual(toPredictions(MANY));
    const primaries = await cluster.findPrimaries();
    const sizes = await Promise.all(primaries.map((server) => server.command('dbsize')));
    expect(sizes.map(Number).reduce((sum, size) => sum + size, 0)).toBe(300);
    expect(Math.min(...sizes.map(Number))).toBeGreaterThan(50);
    expect(reports.filter((report) => /^Redis server 127\.0\.0\.1:\d+ answers$/.test(report))).toHaveLength(3);
    await cache.close();
  });

  it('needs no more than the least access list', async () => {
    const least = ['+getrange', '+set', '+asking', '+cluster|slots'];
    await cluster.command('acl', 'setuser', 'api', 'reset', 'on', '>pass', '~sentiment:*', ...least);
    const { cache } = await open({}, cluster.url.replace('//', '//api:pass@'));
    await store(cache, MANY);
    expect(await cache.getMany(toKeys(MANY))).toEqual(toPredictions(MANY));
    await cache.close();
  });

  it('misses the keys of a server that is gone only, and finds them again after the failover', async () => {
    const { cache, reports } = await open();
    await store(cache, MANY);
    const [lost] = await cluster.findPrimaries();
    const size = Number(await lost?.command('dbsize'));
    await lost?.kill();
    while (state(cache).status === 'up') await sleep(1);
    expect(state(cache)).toMatchObject({
      status: 'partial',
      reason: expect.stringMatching(/^A part of the Redis Cluster cannot be used: 1 of 3 servers, /) as string,
    });
    const found = await cache.getMany(toKeys(MANY));
    expect(found.filter((prediction) => prediction === undefined)).toHaveLength(size);
    expectRightOrMissing(found);
    await untilUp(cache);
    await untilAllFound(cache);
    await store(cache, MANY);
    expect(reports.filter((report) => report.startsWith('down'))).toEqual([
      expect.stringContaining(`Redis server 127.0.0.1:${lost?.port} is unavailable`),
    ]);
    await lost?.restart();
    await cluster.untilWhole();
    await cache.close();
  });

  it('follows a failover without a wrong answer', async () => {
    const { cache } = await open();
    await store(cache, MANY);
    const [replica] = await cluster.findReplicas();
    const stop = readAllTheTime(cache);
    if (replica) await cluster.failOver(replica);
    await untilAllFound(cache);
    await untilUp(cache);
    await stop();
    await cluster.untilWhole();
    await cache.close();
  });

  it('finds keys in their old and their new place while slots move to a new server', async () => {
    const { cache } = await open();
    await store(cache, MANY);
    const added = await cluster.addPrimary();
    const stop = readAllTheTime(cache);
    await cluster.moveSlots(added, 1_500);
    await stop();
    await untilAllFound(cache);
    expect(Number(await added.command('dbsize'))).toBeGreaterThan(10);
    await store(cache, MANY);
    await cache.close();
  });

  /** Reads until it is called off. Each prediction that is found must be the right one. */
  function readAllTheTime(cache: RedisCache): () => Promise<void> {
    const calledOff = new AbortController();
    const reading = (async () => {
      while (!calledOff.signal.aborted) {
        expectRightOrMissing(await cache.getMany(toKeys(MANY)));
        await sleep(1);
      }
    })();
    return async () => {
      calledOff.abort();
      await reading;
    };
  }
});

/** Stores again what is missed: a server that a busy machine holds up for a second is replaced, and its last values are lost. */
async function untilAllFound(cache: RedisCache): Promise<void> {
  for (;;) {
    const found = await cache.getMany(toKeys(MANY));
    if (!found.includes(undefined)) return;
    cache.setMany(MANY.filter((_, index) => found[index] === undefined));
    await sleep(10);
  }
}

const state = (cache: RedisCache) => cache.tiers[0]?.state ?? { status: 'down' };

function expectRightOrMissing(found: readonly (Prediction | undefined)[]): void {
  found.forEach((prediction, index) => {
    if (prediction) expect(prediction).toEqual(MANY[index]?.prediction);
  });
}
