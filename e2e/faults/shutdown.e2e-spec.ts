import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Api, listChildProcesses, postJson, repository, startApi } from '#libs/testing';
import { leavingLoad } from '../load/disconnecting-load.js';
import { metricSum, readMetrics } from '../metrics-page.js';
import { makeCrowd, untilQueued, untilRefused } from '../queue-conditions.js';
import { untilSignalDelivered } from './caught-signals.js';

const DELAY_MS = 1_500;
/** Whether process ids of one's own can be had: needs Linux and root. */
const canUnshare = spawnSync('unshare', ['-pf', '--mount-proc', 'true']).status === 0;

let api: Api;

afterEach(async () => {
  await api.stop();
});

async function waitForExit({ process: child }: Api): Promise<{ exitCode: number | null; tookMs: number }> {
  const began = performance.now();
  if (child.exitCode === null) await once(child, 'exit');
  return { exitCode: child.exitCode, tookMs: performance.now() - began };
}

/** Predictions that the service has answered. */
async function countAnswers(url: string): Promise<number> {
  return metricSum(await readMetrics(url), 'http_request_duration_seconds_count', { route: '/predict', status: '200' });
}

const ready = async () => (await fetch(`${api.url}/health/ready`)).status;

describe('shutdown: SIGTERM', () => {
  it('turns readiness off, and is followed by answers as ever that close their connections', async () => {
    api = await startApi({ env: { SHUTDOWN_DELAY_MS: String(DELAY_MS) } });
    expect((await postJson(api.url, { text: ['before'] })).headers.get('connection')).toBe('keep-alive');
    api.process.kill('SIGTERM');
    const exit = waitForExit(api);
    await expect.poll(ready, { interval: 10 }).toBe(503);
    const body = JSON.stringify(await (await fetch(`${api.url}/health/ready`)).json());
    expect(body).toContain('The service is shutting down.');
    expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
    const response = await postJson(api.url, { text: ['meanwhile'] });
    expect([response.status, response.headers.get('connection')]).toEqual([200, 'close']);
    const { exitCode, tookMs } = await exit;
    expect(exitCode).toBe(0);
    expect(tookMs).toBeGreaterThan(DELAY_MS - 100);
    expect(tookMs).toBeLessThan(DELAY_MS + 3_000);
  });

  it(
    'under load of 64 connections costs no request of clients that honour readiness',
    { timeout: 120_000 },
    async () => {
      for (let round = 0; round < 3; round++) {
        api = await startApi({ env: { SHUTDOWN_DELAY_MS: String(DELAY_MS) } });
        const load = leavingLoad({ url: api.url, connections: 64, honoursReadiness: true });
        await expect.poll(() => countAnswers(api.url), { interval: 10, timeout: 10_000 }).toBeGreaterThan(128);
        api.process.kill('SIGTERM');
        const { answered, failures } = await load;
        expect(failures).toEqual({});
        expect(answered).toBeGreaterThan(64);
        expect((await waitForExit(api)).exitCode).toBe(0);
      }
    },
  );

  it('is ignored the second time', async () => {
    api = await startApi({ env: { SHUTDOWN_DELAY_MS: String(DELAY_MS) } });
    api.process.kill('SIGTERM');
    const exit = waitForExit(api);
    await expect.poll(ready, { interval: 10 }).toBe(503);
    api.process.kill('SIGTERM');
    await untilSignalDelivered(api.process.pid ?? 0, 'SIGTERM');
    expect((await postJson(api.url, { text: ['meanwhile'] })).status).toBe(200);
    const { exitCode, tookMs } = await exit;
    expect(exitCode).toBe(0);
    expect(tookMs).toBeGreaterThan(DELAY_MS - 100);
  });

  it.runIf(canUnshare)('ends a service that is process 1, as in a container', async () => {
    api = await startApi({ prefix: ['unshare', '-pf', '--mount-proc'] });
    const [service = 0] = listChildProcesses(api.process.pid ?? 0);
    process.kill(service, 'SIGTERM');
    expect((await waitForExit(api)).exitCode).toBe(0);
  });
});

describe('shutdown: SIGINT', () => {
  it('ends the service without delay', async () => {
    api = await startApi({ env: { SHUTDOWN_DELAY_MS: '60000' } });
    api.process.kill('SIGINT');
    const { exitCode, tookMs } = await waitForExit(api);
    expect([exitCode, tookMs < 5_000]).toEqual([0, true]);
  });

  it('ends it at once with 130 the second time', async () => {
    api = await startApi({ env: { SHUTDOWN_DELAY_MS: '60000', MODEL_PROCESSES: '1' } });
    const stopped = api.workerIds();
    for (const id of stopped) process.kill(id, 'SIGSTOP');
    const unanswered = postJson(api.url, makeCrowd('no answer')).catch(() => undefined);
    await untilQueued(api.url);
    api.process.kill('SIGINT');
    await untilRefused(api.url);
    expect(api.process.exitCode).toBeNull();
    api.process.kill('SIGINT');
    expect((await waitForExit(api)).exitCode).toBe(130);
    for (const id of stopped) process.kill(id, 'SIGCONT');
    await unanswered;
  });
});

describe('shutdown: an uncaught error', () => {
  it('ends the service with 1 and one line, after what runs is answered', async () => {
    const preload = join(repository, 'dist/e2e/uncaught-error.js');
    api = await startApi({ nodeOptions: ['--import', preload], env: { MODEL_PROCESSES: '1' } });
    const stopped = api.workerIds();
    for (const id of stopped) process.kill(id, 'SIGSTOP');
    const running = postJson(api.url, makeCrowd('a run during the error'));
    await untilQueued(api.url);
    api.process.kill('SIGUSR2');
    const exit = waitForExit(api);
    await untilRefused(api.url);
    for (const id of stopped) process.kill(id, 'SIGCONT');
    const response = await running;
    expect([response.status, response.headers.get('connection')]).toEqual([200, 'close']);
    await response.arrayBuffer();
    expect(await exit).toMatchObject({ exitCode: 1 });
    const fatal = api
      .output()
      .split('\n')
      .filter((line) => line.includes('"level":"fatal"'));
    expect(fatal).toHaveLength(1);
    expect(fatal[0]).toContain('exiting after an uncaught error: TypeError at uncaught-error.js');
    expect(api.output()).not.toContain('must not be logged');
  });

  it('waits two seconds and no more for what hangs', async () => {
    const preload = join(repository, 'dist/e2e/uncaught-error.js');
    api = await startApi({ nodeOptions: ['--import', preload], env: { MODEL_PROCESSES: '1' } });
    const stopped = api.workerIds();
    for (const id of stopped) process.kill(id, 'SIGSTOP');
    const unanswered = postJson(api.url, makeCrowd('no answer')).catch(() => undefined);
    await untilQueued(api.url);
    api.process.kill('SIGUSR2');
    const { exitCode, tookMs } = await waitForExit(api);
    for (const id of stopped) process.kill(id, 'SIGCONT');
    expect(exitCode).toBe(1);
    expect(tookMs).toBeGreaterThan(1_500);
    expect(tookMs).toBeLessThan(3_500);
    await unanswered;
  });
});
