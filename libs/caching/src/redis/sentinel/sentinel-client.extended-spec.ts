import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, RedisSentinels } from '#libs/testing';
import { contract, entries, toKeys, toPredictions } from '../../prediction-cache-contract.fake.js';
import { openRedisCache, store, untilUp } from '../redis-cache-under-test.fake.js';
import type { RedisCache } from '../redis-cache.js';
import type { RedisClientOptions } from '../create-redis-client.js';

const SENTINEL_PASSWORD = 'for sentinels';
const MANY = entries(50);

describe.skipIf(isMissing('redis-server'))('a cache in the Redis that sentinels name', () => {
  let sentinels: RedisSentinels;
  let folder: string;
  let sentinelPasswordFile: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sentinel-password-'));
    sentinelPasswordFile = join(folder, 'password');
    writeFileSync(sentinelPasswordFile, `${SENTINEL_PASSWORD}\n`);
    sentinels = await RedisSentinels.start(SENTINEL_PASSWORD);
  });
  afterAll(async () => {
    await sentinels.stop();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    for (const server of sentinels.servers) await server.command('flushall').catch(() => {});
  });

  function open(options: Partial<RedisClientOptions> = {}): { cache: RedisCache; reports: string[] } {
    const sentinel = { sentinelPrimary: RedisSentinels.primaryName, sentinelPasswordFile };
    return openRedisCache(sentinels.url, { topology: 'sentinel', ...sentinel, ...options });
  }

  describe('keeps the contract', () => {
    contract(async (ttlSeconds) => {
      const { cache } = open({ ttlSeconds });
      await untilUp(cache);
      return { cache, passSeconds: (seconds) => sleep(seconds * 1_000 + 50) };
    });
  });

  it.each([
    ['the sentinels do not know the name', { sentinelPrimary: 'other' }, 'a sentinel knows no primary of this name'],
    ['the sentinels refuse the password', { sentinelPasswordFile: undefined }, 'NOAUTH'],
  ])('is down, with a reason, when %s', async (_, options, reason) => {
    const { cache, reports } = open(options);
    while (reports.length === 0) await sleep(1);
    expect(reports[0]).toContain(`No sentinel names the primary of Redis: ${reason}`);
    expect(cache.tiers[0]?.state).toEqual({ status: 'down', reason: `Redis is unavailable: ${reason}` });
    expect(await cache.getMany(['a'])).toEqual([undefined]);
    await cache.close();
  });

  it('follows the primary when the sentinels elect another one', async () => {
    // The sentinels change the roles, also for a second attempt of this test.
    await sentinels.stop();
    sentinels = await RedisSentinels.start(SENTINEL_PASSWORD);
    const [primary, replica] = sentinels.servers;
    const { cache, reports } = open();
    await untilUp(cache);
    await store(cache, MANY);
    await primary.command('wait', 1, 5_000);
    await primary.kill();
    while (cache.tiers[0]?.state.status === 'up') await sleep(1);
    await sentinels.untilPrimary(replica);
    await untilUp(cache);
    expect(await cache.getMany(toKeys(MANY))).toEqual(toPredictions(MANY));
    await store(cache, MANY);
    expect(reports.filter((report) => report.endsWith(' answers'))).toEqual([
      `Redis server 127.0.0.1:${primary.port} answers`,
      `Redis server 127.0.0.1:${replica.port} answers`,
    ]);
    // The old primary comes back as a replica, and is left alone.
    await primary.restart();
    await store(cache, MANY);
    expect(cache.tiers[0]?.state.status).toBe('up');
    await cache.close();
  });
});
