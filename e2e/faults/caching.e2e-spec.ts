import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Api, isMissing, postJson, RedisServer, startApi, untilHealthy } from '#libs/testing';
import { FaultyProxy } from '#libs/testing';
import { fullFirstTier } from '../load/full-first-tier.js';
import { untilStatus } from '../until-status.js';
import { WAIT_LIMIT_MS } from '../wait-limit.js';

const apis: Api[] = [];

/** A machine that stands still for the default 50 ms turns hits into misses. */
const PATIENT = { REDIS_TIMEOUT_MS: '1000' };

async function start(env: Record<string, string> = {}): Promise<Api> {
  const api = await startApi({ env });
  apis.push(api);
  return api;
}

afterEach(async () => {
  await Promise.all(apis.splice(0).map((api) => api.stop()));
});

const texts = (count: number, of = 'text'): string[] => Array.from({ length: count }, (_, index) => `${of} ${index}`);

async function predict(api: Api, text: readonly string[], headers: Record<string, string> = {}) {
  const response = await postJson(api.url, { text }, headers);
  const body = (await response.json()) as { predictions: unknown[]; truncated?: number[] };
  expect(response.status, JSON.stringify(body)).toBe(200);
  return { ...body, cacheStatus: response.headers.get('Cache-Status') ?? '', response };
}

/** Waits until the service refuses a request because it has too much to do. @throws AggregateError when it refuses none */
async function untilOverloaded(answers: readonly Promise<Response>[]): Promise<void> {
  await Promise.any(
    answers.map(async (answer) => {
      if ((await answer).status !== 429) throw new Error('the request was not refused');
    }),
  );
}

describe('caching: the cache in memory', () => {
  it('answers a known text as the model did, and says so', async () => {
    const api = await start();
    const long = 'again and again '.repeat(800);
    const first = await predict(api, ['good', long, 'good']);
    const second = await predict(api, ['good', long, 'good']);
    expect(second.predictions).toEqual(first.predictions);
    expect(second.truncated).toEqual([1]);
    expect([first.cacheStatus, second.cacheStatus]).toEqual([
      'sentiment; fwd=miss; detail="hits=0 misses=3"',
      'sentiment; hit; detail="hits=3 misses=0"',
    ]);
    expect(second.response.headers.get('X-Model')).toBe(first.response.headers.get('X-Model'));
    expect(second.response.headers.has('Server-Timing')).toBe(false);
  });

  it('takes no more memory than it may, and three tenths', async () => {
    const boundBytes = 64 * 1024 * 1024;
    const { grownBytes, textsKept } = await fullFirstTier(boundBytes);
    expect(textsKept).toBeGreaterThan(150_000);
    expect(grownBytes).toBeLessThan(1.3 * boundBytes);
  });

  it('answers known texts while no model process is to be had', async () => {
    const api = await start({ MODEL_PROCESSES: '1' });
    await predict(api, texts(20));
    for (const id of api.workerIds()) process.kill(id, 'SIGSTOP');
    await untilStatus(() => fetch(`${api.url}/health`), 503);
    const { cacheStatus } = await predict(api, texts(20));
    expect(cacheStatus).toContain('hit');
    expect((await postJson(api.url, { text: ['new'] })).status).toBe(503);
    for (const id of api.workerIds()) process.kill(id, 'SIGCONT');
    await untilHealthy(api.url);
  });

  it('answers known texts while the model has too much to do', async () => {
    const api = await start({ MODEL_PROCESSES: '1', REQUEST_TIMEOUT_MS: '1500' });
    await predict(api, texts(20));
    for (const id of api.workerIds()) process.kill(id, 'SIGSTOP');
    // More work than any machine does in the time limit: the estimate is learned from runs on this one.
    const longTexts = (name: string) => texts(200, `${name}${' and so on'.repeat(30)}`);
    const crowd = texts(40, 'crowd').map((text) => postJson(api.url, { text: longTexts(text) }));
    await untilOverloaded(crowd);
    expect((await postJson(api.url, { text: longTexts('one more') })).status).toBe(429);
    expect((await predict(api, texts(20))).cacheStatus).toContain('hit');
    for (const id of api.workerIds()) process.kill(id, 'SIGCONT');
    for (const response of await Promise.all(crowd)) await response.arrayBuffer();
  });
});

describe.skipIf(isMissing('redis-server'))('caching: the cache in Redis', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(async () => {
    await redis.stop();
  });

  it('lets one pod answer what another has learnt', async () => {
    const env = { REDIS_URL: redis.url, ...PATIENT };
    const [one, other] = [await start(env), await start(env)];
    await untilJoined(one, other);
    const first = await predict(one, texts(10, 'shared'));
    await untilStored(10);
    const second = await predict(other, texts(10, 'shared'));
    expect(second.cacheStatus).toContain('hit');
    expect(second.predictions).toEqual(first.predictions);
  });

  it('is asked once for a thousand texts', async () => {
    const api = await start({ REDIS_URL: redis.url, CACHE_MEMORY_BYTES: '0', ...PATIENT });
    await untilJoined(api);
    await redis.command('flushall');
    await predict(api, texts(1_000, 'many'));
    await untilStored(1_000);
    const before = await figure('stats', 'total_reads_processed');
    const { cacheStatus } = await predict(api, texts(1_000, 'many'));
    expect(cacheStatus).toBe('sentiment; hit; detail="hits=1000 misses=0"');
    // Sent together, read by Redis in pieces of its buffer's 16 KB; the question itself is one of them.
    expect((await figure('stats', 'total_reads_processed')) - before).toBeLessThan(20);
  });

  it('may be absent at the start and come later', async () => {
    await redis.kill();
    const api = await start({ REDIS_URL: redis.url });
    expect((await predict(api, ['before'])).cacheStatus).toContain('miss');
    await redis.restart();
    await untilJoined(api);
    await predict(api, ['after']);
    await untilStored(1);
    await expect.poll(() => api.output().match(/Redis is unavailable/g)?.length).toBe(1);
    expect(api.output()).not.toContain('Unhandled');
  });

  it('does not keep the service from ending, when it is silent or absent', async () => {
    const proxy = await FaultyProxy.start(redis.port);
    const joined = await start({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
    await untilJoined(joined);
    proxy.treatment = { kind: 'silent' };
    await predict(joined, ['is anybody there']);
    const absent = await start({ REDIS_URL: 'redis://127.0.0.1:1' });
    const startMs = performance.now();
    expect(await Promise.all([joined.stop(), absent.stop()])).toEqual([0, 0]);
    expect(performance.now() - startMs).toBeLessThan(3_000);
    proxy.stop();
  });

  async function untilJoined(...joining: Api[]): Promise<void> {
    for (const api of joining) {
      await expect.poll(() => api.output(), { timeout: WAIT_LIMIT_MS, interval: 10 }).toContain('Redis answers');
    }
  }

  async function untilStored(count: number): Promise<void> {
    const countStored = async () => Number(await redis.command('dbsize'));
    await expect.poll(countStored, { timeout: WAIT_LIMIT_MS, interval: 10 }).toBeGreaterThanOrEqual(count);
  }

  async function figure(section: string, name: string): Promise<number> {
    const text = String(await redis.command('info', section));
    return Number(new RegExp(`${name}:(\\d+)`).exec(text)?.[1]);
  }
});
