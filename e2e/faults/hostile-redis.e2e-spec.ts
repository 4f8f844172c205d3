import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Api,
  isMissing,
  type ImpostorBehavior,
  postJson,
  RedisImpostor,
  RedisServer,
  startApi,
} from '#libs/testing';
import { golden } from '../golden.js';
import { quantile } from '../load/statistics.js';
import { SteadyLoad } from '../load/steady-load.js';
import { WAIT_LIMIT_MS } from '../wait-limit.js';
import { ENDLESS, IMPOSTORS } from './redis-impostors.js';

const CONNECTIONS = 6;
const KNOWN_TEXTS = 20;
const NEW_TEXTS = 400;
/** Longer than the service waits before it tries a Redis again that failed. */
const IMPOSTOR_MS = 600;
const PROBES_MS = 1_500;
const PROBE_INTERVAL_MS = 5;
const USED_AGAIN_WITHIN_MS = 2_000;
const LIVE_P99_MS = 100;

describe.skipIf(isMissing('redis-server'))('hostile Redis: a service whose Redis is replaced by an impostor', () => {
  const expected = new Map<string, string>();
  let redis: RedisServer;
  let impostor: RedisImpostor;
  let api: Api;
  let load: SteadyLoad | undefined;

  beforeAll(async () => {
    const uncached = await startApi({ env: { CACHE_TTL_SECONDS: '0' } });
    for (const text of nameTexts()) expected.set(text, await (await postJson(uncached.url, { text: [text] })).text());
    await uncached.stop();
    redis = await RedisServer.start('--requirepass', 'secret');
    redis.password = 'secret';
    const env = { REDIS_URL: `redis://:secret@127.0.0.1:${redis.port}/1`, CACHE_MEMORY_BYTES: '0' };
    api = await startApi({ env });
  });
  afterAll(async () => {
    await api.stop();
    await redis.stop();
  });
  afterEach(async () => {
    await stopLoad();
  });

  async function stopLoad(): Promise<void> {
    const running = load;
    load = undefined;
    await running?.stop();
  }

  /** Puts the impostor in the place of Redis, and waits until the service has sent something or was greeted. */
  async function replaceRedis(behavior: ImpostorBehavior): Promise<void> {
    await redis.kill();
    impostor = await RedisImpostor.start(redis.port, behavior);
    await expect.poll(() => impostor.connections, { timeout: WAIT_LIMIT_MS, interval: 5 }).toBeGreaterThan(0);
  }

  async function bringRedisBack(): Promise<void> {
    await impostor.stop();
    await redis.restart();
  }

  it.each(Object.entries(IMPOSTORS))('answers every request rightly, and uses Redis again: %s', async (_, behavior) => {
    const running = startLoad();
    load = running;
    await replaceRedis(behavior);
    await sleep(IMPOSTOR_MS);
    await bringRedisBack();
    const backMs = performance.now();
    const usedAgain = () => running.firstHitMs(backMs) - backMs < USED_AGAIN_WITHIN_MS;
    await expect.poll(usedAgain, { timeout: 2 * USED_AGAIN_WITHIN_MS }).toBe(true);
    await stopLoad();
    expect(running.failures).toEqual([]);
    expect(running.requests).toBeGreaterThan(50);
    expect(api.process.exitCode).toBeNull();
    expect(api.output()).not.toContain('uncaught');
    expect(await readStatus()).toEqual({ status: 'up' });
  });

  // A latency that fails once may be that of a busy machine.
  it.each(Object.entries(ENDLESS))('is not held up by %s', { retry: 2 }, async (_, behavior) => {
    await replaceRedis(behavior);
    // The impostor sends it after some right replies.
    const texts = [...expected.keys()].slice(0, 30);
    await postJson(api.url, { text: texts });
    const delaysMs: number[] = [];
    const endMs = performance.now() + PROBES_MS;
    while (performance.now() < endMs) {
      const beganMs = performance.now();
      const [live] = await Promise.all([fetch(`${api.url}/health/live`), sleep(PROBE_INTERVAL_MS)]);
      delaysMs.push(performance.now() - beganMs);
      expect(live.status).toBe(200);
      if (delaysMs.length % 20 === 0) expect((await postJson(api.url, { text: texts })).status).toBe(200);
    }
    await bringRedisBack();
    expect(delaysMs.length).toBeGreaterThan(30);
    expect(quantile(delaysMs, 0.99)).toBeLessThan(LIVE_P99_MS);
  });

  function startLoad(): SteadyLoad {
    const [known, fresh] = [nameTexts().slice(0, KNOWN_TEXTS), nameTexts().slice(KNOWN_TEXTS)];
    let turn = 0;
    const nextText = () => {
      const texts = turn++ % 4 === 0 ? fresh : known;
      return texts[turn % texts.length] ?? '';
    };
    return new SteadyLoad({ url: api.url, connections: CONNECTIONS, nextText, expected });
  }

  async function readStatus(): Promise<unknown> {
    const body = (await (await fetch(`${api.url}/health/ready`)).json()) as { details: { redis: unknown } };
    return body.details.redis;
  }
});

/** Texts of the load: some that are asked again and again, and some that are seldom in the cache. */
function nameTexts(): string[] {
  const known = golden.answers.filter(({ ids }) => ids.length <= 30).map(({ text }) => text);
  const fresh = Array.from({ length: NEW_TEXTS }, (_, index) => `${known[index % known.length] ?? ''} ${index}`);
  return [...known.slice(0, KNOWN_TEXTS), ...fresh];
}
