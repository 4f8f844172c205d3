import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Api, freePort, nanModel, postJson, repository, startApi } from '#libs/testing';

const REQUESTS = 200;
const STDERR_LINE = 'a line of standard error';

let folder: string;
let file: string;
let api: Api | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-output-'));
  file = join(folder, 'log');
});
afterEach(async () => {
  await api?.stop();
  rmSync(file, { force: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Starts a service whose standard output and error a shell command redirects, and that writes to both all the time. */
async function startRedirected(command: string, preload = 'dist/e2e/observability/stderr-lines.js'): Promise<Api> {
  api = await startApi({
    env: { PORT: String(await freePort()), MODEL_DIR: nanModel, FILE: file },
    prefix: ['bash', '-c', command, 'bash'],
    nodeOptions: ['--import', join(repository, preload)],
  });
  return api;
}

/** Ids from 0 on, as the log must have them. */
async function sendRequests({ url }: Api): Promise<void> {
  for (let id = 0; id < REQUESTS; id++) {
    await postJson(url, { text: ['good'] }, { 'x-request-id': `request-${id}` });
  }
}

/** Fails when a line is neither JSON nor the line of standard error, whole. @returns ids of the logged requests */
function readRequestIds(text: string): string[] {
  expect(text.endsWith('\n')).toBe(true);
  const lines = text.split('\n').filter((line) => line !== '' && line !== STDERR_LINE);
  return lines
    .map((line) => JSON.parse(line) as { msg: string; requestId?: string })
    .filter(({ msg }) => msg === 'request')
    .map(({ requestId = '' }) => requestId);
}

const allIds = Array.from({ length: REQUESTS }, (_, id) => `request-${id}`);

describe('log output: the log beside lines of standard error is whole', () => {
  it.each([
    ['in a file', 'exec "$@" > $FILE 2>&1'],
    ['at the end of a file', 'echo "an earlier line" > $FILE; exec "$@" >> $FILE 2>&1'],
    ['in a pipe', 'exec "$@" > >(cat > $FILE) 2>&1'],
  ])('%s', async (_, command) => {
    const service = await startRedirected(command);
    await sendRequests(service);
    expect(await service.stop()).toBe(0);
    // The reader of the pipe may end later than the service.
    await expect.poll(() => readFileSync(file, 'utf8')).toContain(allIds.at(-1));
    const text = readFileSync(file, 'utf8').replace(/^an earlier line\n/, '');
    expect(text.split(STDERR_LINE).length).toBeGreaterThan(20);
    expect(readRequestIds(text)).toEqual(allIds);
  });

  it('in a socket', async () => {
    // The standard output of a child process of Node is a socket.
    api = await startApi({ env: { MODEL_DIR: nanModel } });
    await sendRequests(api);
    expect(await api.stop()).toBe(0);
    expect(readRequestIds(api.output())).toEqual(allIds);
  });
});

describe('log output: the log', () => {
  it('is for people on a terminal', async () => {
    api = await startApi({
      env: { PORT: String(await freePort()), MODEL_DIR: nanModel, FILE: file },
      prefix: ['bash', '-c', 'exec script -qefc "$(printf "%q " "$@")" "$FILE" > /dev/null', 'bash'],
    });
    expect((await postJson(api.url, { text: ['good'] })).status).toBe(200);
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('request');
    expect(readFileSync(file, 'utf8')).toContain('\u001b[32mINFO');
  });

  it('does not stop a service without a standard output', async () => {
    const service = await startRedirected('exec "$@" >&-');
    expect((await postJson(service.url, { text: ['good'] })).status).toBe(200);
    expect(await service.stop()).toBe(0);
  });

  // A pipe is opened once more for the log, which a socket cannot be. (For pipes: logs.e2e-spec.ts.)
  it('does not stop a service when the socket that it goes to is not read', async () => {
    const port = await freePort();
    const child = spawn(process.execPath, ['dist/apps/api/src/main.js'], {
      cwd: repository,
      env: {
        PATH: process.env.PATH,
        PORT: String(port),
        HOST: '127.0.0.1',
        MODEL_DIR: nanModel,
        SHUTDOWN_DELAY_MS: '0',
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const status = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).then(({ status: code }) => code);
    await expect.poll(() => status('/health').catch(() => 0), { timeout: 20_000 }).toBe(200);
    // The kernel and the parent's stream keep half a megabyte.
    for (let round = 0; round < 80; round++) {
      const statuses = await Promise.all(Array.from({ length: 50 }, () => status('/nowhere')));
      expect(new Set(statuses)).toEqual(new Set([404]));
    }
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
