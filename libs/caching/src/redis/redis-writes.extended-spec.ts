import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isMissing, RedisServer } from '#libs/testing';
import type { CacheEntry } from '../prediction-cache.js';
import { openRedisCache, store, untilUp } from './redis-cache-under-test.fake.js';
import type { RedisCache } from './redis-cache.js';

const ENTRIES = ['known', 'other', 'new'].map((key, index): CacheEntry => {
  return {
    key,
    prediction: { logits: Float32Array.of(index, 1), truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
  };
});
const [KNOWN, OTHER, NEW] = ENTRIES as [CacheEntry, CacheEntry, CacheEntry];

interface Refusal {
  readonly code: string;
  readonly begin: (server: RedisServer) => Promise<unknown>;
  readonly end: (server: RedisServer) => Promise<unknown>;
}

const setConfig = (name: string, value: string) => (server: RedisServer) =>
  server.command('config', 'set', name, value);

const REFUSALS: readonly Refusal[] = [
  { code: 'OOM', begin: setConfig('maxmemory', '1kb'), end: setConfig('maxmemory', '0') },
  { code: 'NOREPLICAS', begin: setConfig('min-replicas-to-write', '1'), end: setConfig('min-replicas-to-write', '0') },
  {
    code: 'NOPERM',
    begin: (server) => server.command('acl', 'setuser', 'api', '-set'),
    end: (server) => server.command('acl', 'setuser', 'api', '+set'),
  },
  {
    code: 'MISCONF',
    begin: async (server) => {
      await setConfig('save', '900 1')(server);
      await server.command('bgsave');
      while (!String(await server.command('info', 'persistence')).includes('rdb_last_bgsave_status:err'))
        await sleep(5);
    },
    end: setConfig('stop-writes-on-bgsave-error', 'no'),
  },
  {
    // A replica of a server that does not answer keeps its values.
    code: 'READONLY',
    begin: (server) => server.command('replicaof', '127.0.0.1', '1'),
    end: (server) => server.command('replicaof', 'no', 'one'),
  },
];

describe.skipIf(isMissing('redis-server'))('RedisCache, when Redis refuses writes', () => {
  let server: RedisServer;
  let cache: RedisCache;
  let reports: string[];

  beforeEach(async () => {
    // A folder without room for a snapshot.
    server = await RedisServer.start('--dir', '/proc');
    await server.command('acl', 'setuser', 'api', 'reset', 'on', '>pass', '~*', '+getrange', '+set', '+select');
    ({ cache, reports } = openRedisCache(`redis://api:pass@127.0.0.1:${server.port}`));
    await untilUp(cache);
    await store(cache, [KNOWN]);
  });
  afterEach(async () => {
    await cache.close();
    await server.stop();
  });

  const state = () => cache.tiers[0]?.state;
  const dropped = () => cache.tiers[0]?.counters.dropped ?? 0;

  async function untilRefused(): Promise<void> {
    cache.setMany([OTHER]);
    while (state()?.status !== 'read-only') await sleep(1);
  }

  it.each(REFUSALS)(
    'with $code, says so once, reads on, and notices without traffic that writes work again',
    async ({ code, begin, end }) => {
      await begin(server);
      await untilRefused();
      expect(state()).toEqual({ status: 'read-only', reason: `Redis refuses writes: ${code}` });
      for (let write = 0; write < 20; write++) {
        cache.setMany([NEW]);
        await sleep(5);
      }
      expect(dropped()).toBe(21);
      await expect.poll(() => cache.getMany(['known', 'new'])).toEqual([KNOWN.prediction, undefined]);
      await end(server);
      await untilUp(cache);
      await store(cache, [NEW]);
      expect(await cache.getMany(['new'])).toEqual([NEW.prediction]);
      expect(reports).toEqual([
        'up',
        expect.stringMatching(`^down Redis refuses writes, and the service still reads from it: ${code} `),
        'Redis accepts writes again',
      ]);
    },
  );

  it('tries one write a second', async () => {
    await setConfig('maxmemory', '1kb')(server);
    await untilRefused();
    for (let turn = 0; turn < 250; turn++) {
      cache.setMany([NEW, OTHER]);
      await sleep(10);
    }
    const statistics = String(await server.command('info', 'commandstats'));
    const attempts = Number(/cmdstat_set:.*rejected_calls=(\d+)/.exec(statistics)?.[1]);
    expect(attempts).toBeGreaterThanOrEqual(2);
    expect(attempts).toBeLessThanOrEqual(4);
  });

  it('looks for the primary every five seconds, and writes no line about it', async () => {
    const countConnections = async () => {
      const statistics = String(await server.command('info', 'stats'));
      return Number(/total_connections_received:(\d+)/.exec(statistics)?.[1]);
    };
    await server.command('replicaof', '127.0.0.1', '1');
    await untilRefused();
    const before = await countConnections();
    await sleep(6_500);
    // One is that of the second question.
    expect((await countConnections()) - before).toBeGreaterThanOrEqual(2);
    expect((await countConnections()) - before).toBeLessThanOrEqual(5);
    expect(reports.filter((report) => report !== 'up')).toHaveLength(1);
    expect(reports[1]).toContain('READONLY');
  });

  it('says again that Redis is gone, and what it refuses when it is back', async () => {
    await setConfig('maxmemory', '1kb')(server);
    await untilRefused();
    await server.kill();
    while (state()?.status !== 'down') await sleep(1);
    expect(state()).toMatchObject({ reason: expect.stringContaining('Redis is unavailable') as string });
    await server.restart();
    await server.command('acl', 'setuser', 'api', 'reset', 'on', '>pass', '~*', '+getrange', '+set');
    await untilUp(cache);
    await store(cache, [NEW]);
    expect(await cache.getMany(['new'])).toEqual([NEW.prediction]);
  });
});
