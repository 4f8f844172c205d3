import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isMissing, RedisServer } from '#libs/testing';
import { FaultyProxy } from '#libs/testing';
import { openRedisCache, store, untilUp } from './redis-cache-under-test.fake.js';
import type { CacheEntry } from '../prediction-cache.js';
import { encodePrediction } from '../stored-prediction.js';
import type { RedisCache } from './redis-cache.js';
import type { RedisClientOptions } from './create-redis-client.js';

const PREFIX = 'sentiment:';
const NINETY = Array.from({ length: 90 }, (_, index): CacheEntry => {
  return {
    key: `key ${index}`,
    prediction: { logits: Float32Array.of(index, 1), truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
  };
});
const BAD = NINETY[42] ?? {
  key: '',
  prediction: { logits: new Float32Array(), truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
};

describe.skipIf(isMissing('redis-server'))('RedisCache', () => {
  let server: RedisServer;
  let cache: RedisCache;
  let reports: string[];

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  beforeEach(() => {
    open();
  });
  afterEach(async () => {
    await cache.close();
    await server.command('flushall');
  });

  /** Opens the cache of the test, in place of the one before. */
  function open(options: Partial<RedisClientOptions> = {}, url = server.url): void {
    ({ cache, reports } = openRedisCache(url, options));
  }

  const status = () => cache.tiers[0]?.state.status;
  const counters = () => cache.tiers[0]?.counters;

  describe('finds a miss, for that text alone, where somebody put', () => {
    const stored = encodePrediction(BAD.key, BAD.prediction);
    const path = PREFIX + BAD.key;
    it.each<[string, () => Promise<unknown>]>([
      ['random bytes', () => server.command('set', path, randomBytes(14))],
      ['nothing at all', () => server.command('set', path, '')],
      ['a value that is one byte short', () => server.command('set', path, stored.subarray(0, -1))],
      [
        'the value of another text or model',
        () => server.command('set', path, encodePrediction('other', BAD.prediction)),
      ],
      ['a list', async () => [await server.command('del', path), await server.command('lpush', path, stored)]],
      ['fifty megabytes', () => server.command('set', path, Buffer.alloc(50e6, 1))],
    ])('%s, and replaces it', async (_, poison) => {
      await cache.close();
      open({ timeoutMs: 50 });
      await untilUp(cache);
      await store(cache, NINETY);
      await poison();
      const keys = NINETY.map(({ key }) => key);
      const found = await cache.getMany(keys);
      expect(found).toEqual(NINETY.map((entry) => (entry === BAD ? undefined : entry.prediction)));
      await store(cache, [BAD]);
      expect(await cache.getMany([BAD.key])).toEqual([BAD.prediction]);
    });
  });

  it('starts without Redis, joins it when it comes, and says so once each', async () => {
    await cache.close();
    await server.kill();
    open();
    while (reports.length === 0) await sleep(1);
    await sleep(300);
    expect(await cache.getMany(['a', 'b'])).toEqual([undefined, undefined]);
    expect(counters()).toMatchObject({ skipped: 2, errors: 0 });
    await server.restart();
    await untilUp(cache);
    await store(cache, NINETY);
    expect(await cache.getMany(['key 1'])).toEqual([NINETY[1]?.prediction]);
    expect(reports.map((report) => report.split(' ')[0])).toEqual(['down', 'up']);
    expect(reports[0]).toContain('ECONNREFUSED');
  });

  it('costs callers a time limit when Redis falls silent, then nothing, and is back when Redis is', async () => {
    await cache.close();
    open({ timeoutMs: 40 });
    await untilUp(cache);
    await store(cache, NINETY);
    server.signal('SIGSTOP');
    for (let call = 0; call < 3; call++) expect(await cache.getMany(['key 1'])).toEqual([undefined]);
    expect(counters()).toMatchObject({ errors: 3, skipped: 0 });
    expect(status()).toBe('down');
    for (let call = 0; call < 100; call++) await cache.getMany(['key 1']);
    expect(counters()).toMatchObject({ errors: 3, skipped: 100 });
    server.signal('SIGCONT');
    await untilUp(cache);
    expect(await cache.getMany(['key 1'])).toEqual([NINETY[1]?.prediction]);
    expect(reports.map((report) => report.split(' ')[0])).toEqual(['up', 'down', 'up']);
  });

  it.each(['', '/1'])(
    'gives a silent connection up, and is back when Redis speaks again (database "%s")',
    async (database) => {
      await cache.close();
      const proxy = await FaultyProxy.start(server.port);
      open({ timeoutMs: 40 }, `redis://127.0.0.1:${proxy.port}${database}`);
      await untilUp(cache);
      await store(cache, NINETY);
      proxy.treatment = { kind: 'silent' };
      for (let call = 0; call < 3; call++) await cache.getMany(['key 1']);
      expect(status()).toBe('down');
      const before = proxy.connections;
      while (proxy.connections < before + 2) await sleep(5);
      proxy.treatment = { kind: 'pass' };
      await untilUp(cache);
      expect(await cache.getMany(['key 1'])).toEqual([NINETY[1]?.prediction]);
      proxy.stop();
    },
  );

  it('says why when Redis lets nobody in, and comes in when it does', async () => {
    await cache.close();
    await server.command('acl', 'setuser', 'api', 'reset', 'on', '>pass', '~*', '+set');
    open({}, `redis://api:pass@127.0.0.1:${server.port}`);
    while (reports.length === 0) await sleep(1);
    expect(reports[0]).toContain('NOPERM');
    expect(cache.tiers[0]?.state).toEqual({ status: 'down', reason: 'Redis is unavailable: NOPERM' });
    await server.command('acl', 'setuser', 'api', '+getrange');
    await untilUp(cache);
  });

  it('reads its password again before each connection, and needs no restart when it changes', async () => {
    await cache.close();
    const folder = mkdtempSync(join(tmpdir(), 'password-'));
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, 'first\n');
    await server.command('acl', 'setuser', 'api', 'reset', 'on', '>first', '~*', '+@all');
    open({ passwordFile }, `redis://api@127.0.0.1:${server.port}`);
    await untilUp(cache);
    await server.command('acl', 'setuser', 'api', 'resetpass', '>second');
    await server.command('client', 'kill', 'user', 'api');
    while (status() === 'up') await sleep(1);
    await sleep(300);
    writeFileSync(passwordFile, 'second\n');
    await untilUp(cache);
    await store(cache, [BAD]);
    expect(await cache.getMany([BAD.key])).toEqual([BAD.prediction]);
    expect(reports.map((report) => report.split(' ')[0])).toEqual(['up', 'down', 'up']);
    rmSync(folder, { recursive: true });
  });

  it('drops what too much waits to be written', async () => {
    await untilUp(cache);
    const many = Array.from({ length: 30_000 }, (_, index) => ({ ...BAD, key: String(index) }));
    cache.setMany(many);
    while ((counters()?.stored ?? 0) + (counters()?.dropped ?? 0) < many.length) await sleep(1);
    expect(counters()?.stored).toBeLessThanOrEqual(10_256);
    expect(counters()?.dropped).toBeGreaterThan(10_000);
  });
});
