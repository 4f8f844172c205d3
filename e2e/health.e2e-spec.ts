import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Api, startApi, startLoadingApi, timeJump, untilHealthy } from '#libs/testing';

let api: Api;

afterEach(async () => {
  await api.stop();
});

async function probe(name: 'live' | 'ready' | 'startup'): Promise<{ code: number; body: unknown }> {
  const response = await fetch(`${api.url}/health/${name}`);
  expect(response.headers.get('content-type')).toContain('application/json');
  return { code: response.status, body: await response.json() };
}

describe('the probes', () => {
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
    while ((await probe('ready')).code === 200) await sleep(50);
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

  it('call the service degraded, and ready, while Redis is out of reach', async () => {
    api = await startApi({ env: { REDIS_URL: 'redis://127.0.0.1:1' } });
    const { code, body } = await probe('ready');
    expect([code, body]).toMatchObject([200, { status: 'degraded', info: { redis: { status: 'degraded' } } }]);
    expect(JSON.stringify(body)).toContain('ECONNREFUSED');
    expect(await probe('live')).toMatchObject({ code: 200, body: { status: 'ok' } });
  });

  it('ask for a restart when no model process was heard of for a minute', async () => {
    api = await startApi({ nodeOptions: ['--import', timeJump] });
    for (const id of api.workerIds()) process.kill(id, 'SIGSTOP');
    api.process.kill('SIGUSR2');
    await expect.poll(async () => (await probe('live')).code).toBe(503);
    expect(await probe('live')).toMatchObject({ body: { error: { model: { status: 'down' } } } });
    await expect.poll(async () => (await probe('live')).code, { timeout: 20_000 }).toBe(200);
  });
});
