import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import {
  freePort,
  isRunning,
  listChildProcesses,
  nanModel,
  postJson,
  repository,
  UNCACHED,
  untilHealthy,
} from '#libs/testing';
import { makeCrowd, untilQueued, untilRefused } from '../queue-conditions.js';

/** A build, and a start. */
const START_LIMIT_MS = 60_000;

/** Between the signal of the terminal and the one of npm. */
const BETWEEN_INTERRUPTS_MS = 20;

/** The flags of the service are not those of its model processes. */
const WORKER_FLAGS = ['--max-old-space-size=64', '--max-semi-space-size=1', '--expose-gc'];

/** Every process that a test has seen. */
const seen = new Set<number>();
let output = '';

afterEach(() => {
  for (const id of [...seen].flatMap(listTree)) if (isRunning(id)) process.kill(id, 'SIGKILL');
  seen.clear();
});

/** A process, its children, their children and so on. A process whose parent has ended is not found. */
function listTree(processId: number): number[] {
  return [processId, ...listChildProcesses(processId).flatMap(listTree)];
}

function start(command: string, args: readonly string[], port: number): ChildProcess {
  output = '';
  const child = spawn(command, args, {
    cwd: repository,
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      MODEL_DIR: nanModel,
      MODEL_PROCESSES: '2',
      SHUTDOWN_DELAY_MS: '0',
      ...UNCACHED,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  seen.add(child.pid ?? 0);
  return child;
}

function readNodeFlags(processId: number): string[] {
  const command = readFileSync(`/proc/${processId}/cmdline`, 'utf8').split('\0');
  return command.filter((argument) => argument.startsWith('--'));
}

function findService(processIds: readonly number[]): number | undefined {
  return processIds.find((id) => {
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').endsWith('dist/apps/api/src/main.js\0');
    } catch {
      return false;
    }
  });
}

describe('npm start', { timeout: 2 * START_LIMIT_MS }, () => {
  it.each([
    ['sh', 'SIGTERM'],
    ['sh', 'SIGINT'],
    ['sh', 'SIGHUP'],
    ['sh', 'SIGKILL'],
    ['bash', 'SIGTERM'],
    ['bash', 'SIGINT'],
    ['bash', 'SIGHUP'],
  ] as const)('by way of %s: after %s to npm what runs is answered and every process ends', async (shell, signal) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const npm = start('npm', ['start', `--script-shell=${shell}`], port);
    await expect.poll(() => output, { timeout: START_LIMIT_MS }).toContain('"msg":"ready"');
    const tree = listTree(npm.pid ?? 0);
    for (const id of tree) seen.add(id);
    const service = findService(tree) ?? 0;
    const workers = listChildProcesses(service);
    expect(workers.map(readNodeFlags)).toEqual([WORKER_FLAGS, WORKER_FLAGS]);
    for (const id of workers) process.kill(id, 'SIGSTOP');
    const answer = postJson(url, makeCrowd('good'));
    await untilQueued(url);
    npm.kill(signal);
    await untilRefused(url);
    for (const id of workers) process.kill(id, 'SIGCONT');
    expect((await answer).status).toBe(200);
    await expect.poll(() => tree.filter(isRunning), { timeout: 5_000 }).toEqual([]);
  });

  it('ends the build by a signal, and starts no service', async () => {
    const npm = start('npm', ['start'], await freePort());
    await expect.poll(() => listTree(npm.pid ?? 0), { timeout: 5_000 }).toHaveLength(4);
    const tree = listTree(npm.pid ?? 0);
    npm.kill('SIGTERM');
    await expect.poll(() => tree.filter(isRunning), { timeout: 5_000 }).toEqual([]);
    expect(output).not.toContain('listening');
  });
});

describe('npm start: the starter', { timeout: 2 * START_LIMIT_MS }, () => {
  it('ends with the code of a service that cannot start', async () => {
    const starter = start(process.execPath, ['apps/api/start.js'], -1);
    expect(await once(starter, 'exit')).toEqual([1, null]);
    expect(output).toContain('cannot start: PORT must be');
  });

  it('ends with 0 after SIGTERM while Node starts the service', async () => {
    const starter = start(process.execPath, ['apps/api/start.js'], await freePort());
    await expect
      .poll(() => findService(listChildProcesses(starter.pid ?? 0)), { timeout: START_LIMIT_MS, interval: 1 })
      .toBeDefined();
    starter.kill('SIGTERM');
    expect(await once(starter, 'exit')).toEqual([0, null]);
  });

  it('ends with 137 when the service is killed by SIGKILL', async () => {
    const port = await freePort();
    const starter = start(process.execPath, ['apps/api/start.js'], port);
    await expect.poll(() => output, { timeout: START_LIMIT_MS }).toContain('"msg":"ready"');
    const [service = 0] = listChildProcesses(starter.pid ?? 0);
    process.kill(service, 'SIGKILL');
    expect(await once(starter, 'exit')).toEqual([137, null]);
  });

  it('takes the service with it when it is killed by SIGKILL', async () => {
    const port = await freePort();
    const starter = start(process.execPath, ['apps/api/start.js'], port);
    await expect.poll(() => output, { timeout: START_LIMIT_MS }).toContain('"msg":"ready"');
    await untilHealthy(`http://127.0.0.1:${port}`);
    const tree = listTree(starter.pid ?? 0);
    starter.kill('SIGKILL');
    await expect.poll(() => tree.filter(isRunning), { timeout: 5_000 }).toEqual([]);
  });

  it('gives one Ctrl+C, which arrives twice, to the service once', async () => {
    const starter = start(process.execPath, ['apps/api/start.js'], await freePort());
    await expect.poll(() => output, { timeout: START_LIMIT_MS }).toContain('"msg":"ready"');
    starter.kill('SIGINT');
    await sleep(BETWEEN_INTERRUPTS_MS);
    starter.kill('SIGINT');
    expect(await once(starter, 'exit')).toEqual([0, null]);
  });
});
