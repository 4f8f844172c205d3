import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Api,
  isRunning,
  listChildProcesses,
  nanModel,
  postJson,
  repository,
  startApi,
  UNCACHED,
} from '#libs/testing';
import { untilSignalDelivered, untilSignalsHandled } from './caught-signals.js';
import { makeCrowd, untilQueued, untilRefused } from '../queue-conditions.js';

/** Whether process ids of one's own can be had: needs Linux and root. */
const canUnshare = spawnSync('unshare', ['-pf', '--mount-proc', 'true']).status === 0;
/** Longer than a start takes here. */
const START_MS = 1_500;

let api: Api | undefined;

afterEach(async () => {
  await api?.stop();
});

function spawnService(prefix: readonly string[] = []): ChildProcess {
  const command = [...prefix, process.execPath, 'dist/apps/api/src/main.js'];
  return spawn(command[0] ?? '', command.slice(1), {
    cwd: repository,
    env: { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1', SHUTDOWN_DELAY_MS: '0' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

describe('a signal during the start', () => {
  it('ends the service with 0 at any of twenty moments', { timeout: 120_000 }, async () => {
    for (let moment = 0; moment < 20; moment++) {
      const child = spawnService();
      await untilSignalsHandled(child.pid ?? 0);
      const delayMs = Math.random() * START_MS;
      await sleep(delayMs);
      child.kill('SIGTERM');
      expect(await once(child, 'exit'), `after ${delayMs} ms`).toEqual([0, null]);
    }
  });

  it.each(['SIGINT', 'SIGHUP', 'SIGQUIT'] as const)('ends it with 0: %s, at the first instruction', async (signal) => {
    const child = spawnService();
    await untilSignalsHandled(child.pid ?? 0);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it.runIf(canUnshare)('is not lost by a service that is process 1', async () => {
    for (const delayMs of [0, 100, 400]) {
      const child = spawnService(['unshare', '-pf', '--mount-proc']);
      await expect.poll(() => listChildProcesses(child.pid ?? 0)).toHaveLength(1);
      const [service = 0] = listChildProcesses(child.pid ?? 0);
      await untilSignalsHandled(service);
      await sleep(delayMs);
      process.kill(service, 'SIGTERM');
      expect(await once(child, 'exit'), `after ${delayMs} ms`).toEqual([0, null]);
    }
  });
});

describe('a signal to the process group, as from a terminal', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const)(
    '%s: the request in progress is answered, and the service and its model processes end',
    async (signal) => {
      // The first process of a session of its own.
      const service = await startApi({ env: { ...UNCACHED, MODEL_DIR: nanModel }, prefix: ['setsid'] });
      api = service;
      const workers = service.workerIds();
      for (const id of workers) process.kill(id, 'SIGSTOP');
      const answer = postJson(service.url, makeCrowd('good'));
      await untilQueued(service.url);
      process.kill(-(service.process.pid ?? 0), signal);
      await untilRefused(service.url);
      for (const id of workers) process.kill(id, 'SIGCONT');
      expect((await answer).status).toBe(200);
      expect(await once(service.process, 'exit')).toEqual([0, null]);
      await expect.poll(() => workers.some(isRunning)).toBe(false);
    },
  );
});

describe('signals: SIGHUP and SIGQUIT', () => {
  it.each(['SIGHUP', 'SIGQUIT'] as const)('%s is followed by answers as ever, as SIGTERM is', async (signal) => {
    const service = await startApi({ env: { MODEL_DIR: nanModel, SHUTDOWN_DELAY_MS: '1000' } });
    api = service;
    service.process.kill(signal);
    const ready = async () => (await fetch(`${service.url}/health/ready`)).status;
    await expect.poll(ready, { interval: 10 }).toBe(503);
    const response = await postJson(service.url, { text: ['good'] });
    expect([response.status, response.headers.get('connection')]).toEqual([200, 'close']);
    expect(await once(service.process, 'exit')).toEqual([0, null]);
  });
});

describe('signals: SIGUSR1 and SIGUSR2', () => {
  it('are ignored with one line each, and open no inspector', async () => {
    const service = await startApi({ env: { MODEL_DIR: nanModel } });
    api = service;
    for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) {
      service.process.kill(signal);
      await expect.poll(() => service.output()).toContain(`"msg":"the service ignores ${signal}"`);
    }
    expect((await postJson(service.url, { text: ['good'] })).status).toBe(200);
    expect(service.output()).not.toContain('Debugger listening');
  });

  it('are ignored by model processes', async () => {
    const service = await startApi({ env: { ...UNCACHED, MODEL_DIR: nanModel } });
    api = service;
    const workers = service.workerIds();
    for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) {
      for (const id of workers) process.kill(id, signal);
      for (const id of workers) await untilSignalDelivered(id, signal);
    }
    // Every model process has run its handlers before it answers.
    expect((await postJson(service.url, makeCrowd('good'))).status).toBe(200);
    expect(service.output()).not.toContain('Debugger listening');
    expect(service.workerIds()).toEqual(workers);
  });
});
