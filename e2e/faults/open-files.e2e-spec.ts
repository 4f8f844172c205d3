import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Api, nanModel, postJson, runApiToEnd, startApi, UNCACHED, untilHealthy } from '#libs/testing';

const limitedTo = (files: number) => ['bash', '-c', `ulimit -n ${files}; exec "$@"`, 'bash'];

let api: Api | undefined;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await api?.stop();
});

async function openConnections(url: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
    sockets.push(socket);
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  }
}

describe('a limit of open files', () => {
  it.each([24, 32, 64, 128, 256, 511])(
    'of %i is refused at the start, in one line that says what is needed',
    async (files) => {
      const { exitCode, stdout, stderr } = await runApiToEnd({ prefix: limitedTo(files) });
      expect([exitCode, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(
        new RegExp(
          `^cannot start: the limit of open files \\(ulimit -n\\) is ${files}: the service needs at least 512, .*\\n$`,
        ),
      );
    },
  );

  it('of 512 bounds the connections, so that idle ones keep no probe out and a model process can be replaced', async () => {
    const service = await startApi({ prefix: limitedTo(512), env: { ...UNCACHED, MODEL_DIR: nanModel } });
    api = service;
    expect(service.output()).toContain('MAX_CONNECTIONS is lowered to 400: the limit of open files (ulimit -n) is 512');
    await openConnections(service.url, 700);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    const workers = service.workerIds();
    for (const id of workers) process.kill(id, 'SIGKILL');
    await expect.poll(() => service.output()).toContain('SIGKILL');
    await untilHealthy(service.url);
    expect((await postJson(service.url, { text: ['good'] })).status).toBe(200);
  });

  it('that is reached while the service runs costs new connections only, until it is raised again', async () => {
    const service = await startApi({ env: { ...UNCACHED, MODEL_DIR: nanModel, MODEL_PROCESSES: '1' } });
    api = service;
    const processId = service.process.pid ?? 0;
    const setLimit = (files: number) => execFileSync('prlimit', ['--pid', String(processId), `--nofile=${files}:4096`]);
    const open = new Set(readdirSync(`/proc/${processId}/fd`).map(Number));
    let lowestFree = 0;
    while (open.has(lowestFree)) lowestFree++;
    setLimit(lowestFree);
    const [worker = 0] = service.workerIds();
    process.kill(worker, 'SIGKILL');
    await openConnections(service.url, 50);
    await expect.poll(() => service.output(), { timeout: 10_000 }).toContain('EMFILE');
    expect(service.process.exitCode).toBeNull();
    for (const socket of sockets.splice(0)) socket.destroy();
    setLimit(4_096);
    await expect
      .poll(
        () =>
          fetch(`${service.url}/health`).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 10_000 },
      )
      .toBe(200);
    expect((await postJson(service.url, { text: ['good'] })).status).toBe(200);
  });
});
