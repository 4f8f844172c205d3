import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type Api, freePort, postJson, startApi } from '#libs/testing';

let api: Api;

afterEach(async () => {
  await api.stop();
});

type Line = Readonly<Record<string, unknown>>;

/** Every line that the service wrote; fails when one is not JSON. */
const lines = (): Line[] =>
  api
    .output()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

const requests = (): Line[] => lines().filter(({ msg }) => msg === 'request');

describe('the log', () => {
  it('has one line a request, with id, status, counts and phases', async () => {
    api = await startApi();
    const headers = { 'x-request-id': 'first' };
    await postJson(api.url, { text: ['This is fun', 'so '.repeat(3_000)] }, headers);
    await postJson(api.url, { text: ['This is fun', 'This is new'] });
    await expect.poll(() => requests().length).toBe(2);
    expect(requests()[0]).toMatchObject({
      level: 'info',
      requestId: 'first',
      method: 'POST',
      route: '/predict',
      status: 200,
      texts: 2,
      truncatedTexts: 1,
      cacheHits: 0,
      cacheMisses: 2,
    });
    for (const phase of ['durationMs', 'cacheMs', 'tokenizeMs', 'queueMs', 'runMs']) {
      expect(requests()[0]?.[phase]).toEqual(expect.any(Number));
    }
    expect(requests()[1]).toMatchObject({ cacheHits: 1, cacheMisses: 1 });
  });

  it('names the kind of a failure, and leaves out paths that clients make up', async () => {
    api = await startApi();
    await postJson(api.url, '{');
    await fetch(`${api.url}/made/up?text=so`);
    await expect.poll(() => requests().length).toBe(2);
    expect(requests()[0]).toMatchObject({ status: 400, error: 'malformed-body' });
    expect(requests()[1]).toMatchObject({ status: 404, error: 'not-found', route: 'none' });
    expect(api.output()).not.toContain('made');
  });

  it('says nothing of probes and metrics', async () => {
    api = await startApi();
    for (const path of ['/health', '/health/live', '/health/ready', '/health/startup', '/metrics']) {
      await (await fetch(api.url + path)).text();
    }
    await (await fetch(`${api.url}/model`)).text();
    await expect.poll(() => requests().map(({ route }) => route)).toEqual(['/model']);
  });

  it('is as talkative as its level', async () => {
    api = await startApi({ env: { LOG_LEVEL: 'warn', PORT: String(await freePort()) } });
    await postJson(api.url, { text: ['This is fun'] });
    await api.stop();
    expect(lines().map(({ level }) => level)).toEqual(['warn']);
  });

  it.each([
    ['is full', 'exec "$@" > /dev/full'],
    ['has nobody who reads', 'exec "$@" > >(true)'],
    ['has a reader who is stuck', 'exec "$@" > >(sleep 8)'],
  ])('does not stop the service when its output %s', async (_, command) => {
    api = await startApi({
      env: { PORT: String(await freePort()), SHUTDOWN_DELAY_MS: '0' },
      prefix: ['bash', '-c', command, 'bash'],
    });
    for (let at = 0; at < 1_000; at += 50) {
      const answers = Array.from({ length: 50 }, () => postJson(api.url, { text: ['This is fun'] }));
      for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
    }
    api.process.kill('SIGTERM');
    const [exitCode] = (await once(api.process, 'exit')) as [number];
    expect(exitCode).toBe(0);
  });
});
