import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Api,
  isRunning,
  nanModel,
  postJson,
  shippedModel,
  startApi,
  startLoadingApi,
  UNCACHED,
  untilHealthy,
} from '#libs/testing';
import { countQueuedTexts, untilQueued, untilRefused } from '../queue-conditions.js';
import { untilStatus } from '../until-status.js';
import { WAIT_LIMIT_MS } from '../wait-limit.js';

/** Whether file systems of one's own can be had: needs Linux and root. */
const canMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/etc/ssl']).status === 0;

let api: Api;

afterEach(async () => {
  await api.stop();
});

/** Signals every model process. */
function signalModel(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL', ids = api.workerIds()): number[] {
  expect(ids).not.toEqual([]);
  for (const id of ids) process.kill(id, signal);
  return ids;
}

function isDisjoint(ids: readonly number[], others: readonly number[]): boolean {
  return !ids.some((id) => others.includes(id));
}

describe('worker process: the model process', () => {
  it('is replaced when it is killed, and what it was working on is answered all the same', async () => {
    api = await startApi({ env: UNCACHED });
    const texts = Array.from({ length: 300 }, (_, index) => `a fine film, number ${index}, and then some more words`);
    // Stopped first, so that the kill meets a run for certain.
    const first = signalModel('SIGSTOP');
    const answer = postJson(api.url, { text: texts });
    await untilQueued(api.url);
    // The texts that do not wait are in a run.
    await expect.poll(() => countQueuedTexts(api.url), { timeout: WAIT_LIMIT_MS }).toBeLessThan(texts.length);
    signalModel('SIGKILL', first);
    const response = await answer;
    expect(response.status).toBe(200);
    const { predictions } = (await response.json()) as { predictions: unknown[] };
    expect(predictions).toHaveLength(300);
    await untilHealthy(api.url);
    expect(isDisjoint(api.workerIds(), first)).toBe(true);
  });

  it('is replaced when it stops answering; until then /health and /predict say 503', async () => {
    api = await startApi({ env: UNCACHED });
    const first = signalModel('SIGSTOP');
    const unhealthy = await untilStatus(() => fetch(`${api.url}/health`), 503);
    expect(await unhealthy.json()).toEqual({ status: 'unhealthy' });
    const refused = await untilStatus(() => postJson(api.url, { text: ['good'] }), 503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ type: 'urn:sentiment:problem:model-unavailable' });
    await untilHealthy(api.url);
    await expect.poll(() => isDisjoint(api.workerIds(), first)).toBe(true);
    expect((await postJson(api.url, { text: ['good'] })).status).toBe(200);
  });

  it('is not replaced by another model: a file that was changed meanwhile is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'replaced-'));
    cpSync(nanModel, folder, { recursive: true });
    api = await startApi({ env: { ...UNCACHED, MODEL_DIR: folder } });
    copyFileSync(join(shippedModel, 'model.onnx'), join(folder, 'model.onnx'));
    signalModel('SIGKILL');
    await untilStatus(() => fetch(`${api.url}/health`), 503);
    await expect.poll(() => api.output()).toContain('is not the file that the manifest describes');
    expect((await postJson(api.url, { text: ['good'] })).status).toBe(503);
    copyFileSync(join(nanModel, 'model.onnx'), join(folder, 'model.onnx'));
    await untilHealthy(api.url);
    rmSync(folder, { recursive: true });
  });

  // Where there are no certificates ONNX Runtime says that it cannot report home; it must not want to.
  it.runIf(canMount)('reports to nobody', async () => {
    const withoutCertificates = 'mount -t tmpfs none /etc/ssl && exec "$@"';
    api = await startApi({ prefix: ['unshare', '-m', 'sh', '-c', withoutCertificates, 'sh'] });
    await postJson(api.url, { text: ['good'] });
    await api.stop();
    expect(api.output()).not.toMatch(/telemetry/i);
  });

  it('does not outlive the service', async () => {
    api = await startApi({ env: UNCACHED });
    const children = api.workerIds();
    api.process.kill('SIGKILL');
    await expect.poll(() => children.some(isRunning)).toBe(false);
  });

  it('fails only the request whose text has no finite answer', async () => {
    api = await startApi({ env: { ...UNCACHED, MODEL_DIR: nanModel } });
    const [poisoned, clean] = await Promise.all([
      postJson(api.url, { text: ['good', 'a poison pill', 'bad'] }),
      postJson(api.url, { text: ['good', 'bad'] }),
    ]);
    expect(clean.status).toBe(200);
    expect(poisoned.status).toBe(500);
    const problem = (await poisoned.json()) as { type: string; errors: { pointer: string }[] };
    expect(problem.type).toBe('urn:sentiment:problem:text-failed');
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/text/1']);
    expect(JSON.stringify(problem)).not.toContain('pill');
  });
});

describe('worker process: starting and stopping', () => {
  it('listens first and says 503 with a reason while the model loads', async () => {
    const loading = await startLoadingApi();
    api = loading.api;
    const refused = await postJson(api.url, { text: ['good'] });
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ type: 'urn:sentiment:problem:model-loading' });
    expect((await fetch(`${api.url}/health`)).status).toBe(503);
    expect((await fetch(`${api.url}/model`)).status).toBe(503);
    await loading.finish();
    expect((await postJson(api.url, { text: ['good'] })).status).toBe(200);
  });

  it('ends with 0 when it is stopped while it loads', async () => {
    api = await startApi({ env: UNCACHED, untilReady: false });
    expect(await api.stop()).toBe(0);
  });

  it('answers what it has taken before it stops, and ends with 0', async () => {
    api = await startApi({ env: UNCACHED });
    const stoppedIds = signalModel('SIGSTOP');
    const texts = Array.from({ length: 200 }, (_, index) => `a long goodbye, and a good one, number ${index}`);
    const answer = postJson(api.url, { text: texts });
    await untilQueued(api.url);
    const stopped = api.stop();
    await untilRefused(api.url);
    signalModel('SIGCONT', stoppedIds);
    expect((await answer).status).toBe(200);
    expect(await stopped).toBe(0);
  });

  it('does not wait for connections that never asked for anything', async () => {
    api = await startApi({ env: UNCACHED });
    const silent = connect(Number(new URL(api.url).port), '127.0.0.1');
    await once(silent, 'connect');
    await fetch(`${api.url}/health`);
    const start = performance.now();
    expect(await api.stop()).toBe(0);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
