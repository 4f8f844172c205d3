import { afterEach, describe, expect, it } from 'vitest';
import {
  type Api,
  isMissing,
  postJson,
  RedisImpostor,
  RedisServer,
  startApi,
  startLoadingApi,
  timeJump,
  untilHealthy,
} from '#libs/testing';
import { metricSum, readMetrics } from '../metrics-page.js';
import { untilStatus } from '../until-status.js';

let api: Api;

afterEach(async () => {
  await api.stop();
});

async function probe(name: 'live' | 'ready' | 'startup'): Promise<{ code: number; body: unknown }> {
  const response = await fetch(`${api.url}/health/${name}`);
  expect(response.headers.get('content-type')).toContain('application/json');
  return { code: response.status, body: await response.json() };
}

describe('health: the probes', () => {
  it('say at what the start is, and do not ask for a restart meanwhile', async () => {
    const loading = await startLoadingApi();
    api = loading.api;
    expect(await probe('live')).toMatchObject({ code: 200, body: { status: 'ok' } });
    const reason = 'The model is still loading: its files are being checked.';
    for (const name of ['startup', 'ready'] as const) {
      expect(await probe(name)).toMatchObject({
        code: 503,
        body: { status: 'error', error: { model: { status: 'down', reason } } },
      });
    }
    await loading.finish();
    for (const name of ['live', 'startup', 'ready'] as const) expect((await probe(name)).code).toBe(200);
  });

  it('send requests elsewhere, and ask for no restart, while model processes are being replaced', async () => {
    api = await startApi();
    for (const id of api.workerIds()) process.kill(id, 'SIGSTOP');
    await untilStatus(() => fetch(`${api.url}/health/ready`), 503);
    expect(await probe('ready')).toMatchObject({ body: { status: 'error', error: { model: { status: 'down' } } } });
    for (let turn = 0; turn < 3; turn++) {
      expect((await probe('live')).code).toBe(200);
      expect((await probe('ready')).code).toBe(503);
    }
    await untilHealthy(api.url);
    expect((await probe('ready')).code).toBe(200);
    await expect.poll(() => api.output()).toContain('ready: model is up');
    expect(api.output().match(/ready: model is (up|down)/g)).toEqual(['ready: model is down', 'ready: model is up']);
  });

  it('call the service degraded, and ready, while Redis is unavailable', async () => {
    api = await startApi({ env: { REDIS_URL: 'redis://127.0.0.1:1' } });
    const { code, body } = await probe('ready');
    expect([code, body]).toMatchObject([200, { status: 'degraded', info: { redis: { status: 'degraded' } } }]);
    expect(JSON.stringify(body)).toContain('"reason":"Redis is unavailable: ECONNREFUSED"');
    expect(await probe('live')).toMatchObject({ code: 200, body: { status: 'ok' } });
  });

  it.skipIf(isMissing('redis-server'))(
    'call the service degraded while Redis refuses writes, and the log says so once',
    async () => {
      const redis = await RedisServer.start();
      api = await startApi({ env: { REDIS_URL: redis.url, CACHE_MEMORY_BYTES: '0' } });
      const readRedis = async () => {
        const { body } = await probe('ready');
        return (body as { details: { redis: unknown } }).details.redis;
      };
      const isWritable = async () =>
        metricSum(await readMetrics(api.url), 'sentiment_cache_writable', { tier: 'redis' });
      const ask = async (text: string) => (await postJson(api.url, { text: [text] })).headers.get('Cache-Status');
      await expect.poll(readRedis).toEqual({ status: 'up' });
      await ask('known');
      await expect.poll(() => ask('known')).toContain('; hit');
      expect(await isWritable()).toBe(1);
      await redis.command('config', 'set', 'maxmemory', '1kb');
      await ask('one');
      await expect.poll(readRedis).toEqual({ status: 'degraded', reason: 'Redis refuses writes: OOM' });
      for (let turn = 0; turn < 20; turn++) expect(await ask('another')).toContain('miss');
      expect(await ask('known')).toContain('; hit');
      expect(await isWritable()).toBe(0);
      expect(metricSum(await readMetrics(api.url), 'sentiment_cache_up', { tier: 'redis' })).toBe(1);
      await redis.command('config', 'set', 'maxmemory', '0');
      await expect.poll(readRedis, { timeout: 5_000 }).toEqual({ status: 'up' });
      await expect.poll(() => api.output().match(/"msg":"Redis accepts writes again"/g)).toHaveLength(1);
      expect(
        api.output().match(/"msg":"Redis refuses writes, and the service still reads from it: OOM [^"]*"/g),
      ).toHaveLength(1);
      expect(api.output().match(/"level":"warn"[^\n]*edis/g)).toHaveLength(1);
      await redis.stop();
    },
  );

  it.each([
    ['names an address', 'MOVED 1 10.0.0.5:6379', 'MOVED'],
    ['names a user', 'NOPERM User alice has no permissions', 'NOPERM'],
    ['is long', `ERR ${'x'.repeat(10_000)}`, 'ERR'],
    ['has control characters', 'EVIL\t\x1b[2J{"level":"fatal"}', 'an error reply'],
  ])('show a code word and no more of an error of Redis that %s', async (_, error, shown) => {
    const impostor = await RedisImpostor.start(0, { reply: () => `-${error}\r\n` });
    api = await startApi({ env: { REDIS_URL: `redis://127.0.0.1:${impostor.port}` } });
    const readReasons = async () => JSON.stringify((await probe('ready')).body).match(/"reason":"[^"]*"/g);
    await expect
      .poll(async () => [...new Set(await readReasons())])
      .toEqual([`"reason":"Redis is unavailable: ${shown}"`]);
    const messages = api.output().match(/(?<="msg":")(?:[^"\\]|\\.)*Redis is unavailable(?:[^"\\]|\\.)*/g) ?? [];
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) {
      expect(message.length).toBeLessThan(300);
      expect(message).not.toMatch(/\\[tu]/);
    }
    await impostor.stop();
  });

  it('ask for a restart when no model process has answered for a minute', async () => {
    api = await startApi({ nodeOptions: ['--import', timeJump] });
    for (const id of api.workerIds()) process.kill(id, 'SIGSTOP');
    api.process.kill('SIGUSR2');
    await expect.poll(async () => (await probe('live')).code).toBe(503);
    expect(await probe('live')).toMatchObject({ body: { error: { model: { status: 'down' } } } });
    await expect.poll(async () => (await probe('live')).code, { timeout: 20_000 }).toBe(200);
  });
});
