import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Api, postJson, repository, runApiToEnd, startApi, type StartOptions } from '#libs/testing';
import { metricSum, readMetrics } from '../metrics-page.js';

const [KEY, OTHER_KEY] = ['first-0123456789abcdef', 'second-0123456789abcdef'];
const BLOCKING_OPEN = ['--import', join(repository, 'dist/e2e/api/blocking-open.js')];
/** Whether process ids of one's own can be had: needs Linux and root. */
const canUnshare = spawnSync('unshare', ['-pf', '--mount-proc', 'true']).status === 0;
/** The service begins to read the file again in this time. Nothing shows it while the file stays the same. */
const REREAD_MS = 1_000;
const EXIT_WITHIN_MS = 5_000;

let folder: string;
let keyFile: string;
let api: Api | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-file-'));
  keyFile = join(folder, 'keys');
  writeFileSync(keyFile, `shop:${KEY}\n`);
});
afterEach(async () => {
  if (api?.process.signalCode === null) await api.stop();
  api = undefined;
  rmSync(folder, { recursive: true });
});

async function start(options: StartOptions = {}): Promise<Api> {
  api = await startApi({ env: { API_KEYS_FILE: keyFile }, ...options });
  return api;
}

function replaceByPipe(): void {
  const pipe = join(folder, 'new');
  execFileSync('mkfifo', [pipe]);
  renameSync(pipe, keyFile);
}

const getStatus = async ({ url }: Api, key: string) =>
  (await postJson(url, { text: ['This is fun'] }, { 'x-api-key': key })).status;

/** What operators see of the key file. */
async function observe({ url }: Api) {
  const response = await fetch(`${url}/health/ready`);
  const { status, details } = (await response.json()) as {
    status: string;
    details: Record<string, { status: string; reason?: string }>;
  };
  const samples = await readMetrics(url);
  return {
    code: response.status,
    status,
    reason: details['api-keys']?.reason,
    valid: metricSum(samples, 'sentiment_api_keys_valid'),
    keys: metricSum(samples, 'sentiment_api_keys'),
  };
}

async function waitForExit({ process: child }: Api) {
  const began = performance.now();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { exitCode: child.exitCode, signal: child.signalCode, tookMs: performance.now() - began };
}

const WELL = { code: 200, status: 'ok', reason: undefined, valid: 1, keys: 1 };

describe('API key file: API_KEYS_FILE while the service runs', () => {
  it.each([
    ['emptied', () => writeFileSync(keyFile, ''), 'has no key'],
    ['deleted', () => rmSync(keyFile), 'cannot be read: the system answers ENOENT'],
    [
      'broken in one line',
      () => writeFileSync(keyFile, `office:${OTHER_KEY}\nshop ${KEY}\n`),
      'must have <name>:<key> in line 2, with a name of letters, digits, "_", "." and "-"',
    ],
    [
      'given one key twice',
      () => writeFileSync(keyFile, `office:${OTHER_KEY}\nshop:${OTHER_KEY}\n`),
      'has the same key in lines 1 and 2',
    ],
    ['replaced by a pipe', replaceByPipe, 'cannot be read: it is not a regular file'],
    [
      'replaced by a device without an end',
      () => {
        symlinkSync('/dev/zero', join(folder, 'new'));
        renameSync(join(folder, 'new'), keyFile);
      },
      'cannot be read: it is not a regular file',
    ],
    [
      'made too long',
      () => writeFileSync(keyFile, '#'.repeat(1024 * 1024 + 1)),
      'cannot be read: it has more than 1048576 bytes',
    ],
  ])('keeps its last valid keys when it is %s, shows it, and recovers', async (_, damage, fault) => {
    const service = await start();
    expect(await observe(service)).toEqual(WELL);
    damage();
    const reason = `API_KEYS_FILE ${fault}; the last valid keys (1) stay in use.`;
    await expect
      .poll(() => observe(service), { timeout: 5_000 })
      .toEqual({ ...WELL, status: 'degraded', reason, valid: 0 });
    expect([await getStatus(service, KEY), await getStatus(service, OTHER_KEY)]).toEqual([200, 401]);
    await sleep(REREAD_MS);
    expect(service.output().match(/; the last valid keys stay in use/g)).toHaveLength(1);
    rmSync(keyFile, { force: true });
    writeFileSync(keyFile, `office:${OTHER_KEY}\n`);
    await expect.poll(() => observe(service), { timeout: 5_000 }).toEqual(WELL);
    expect([await getStatus(service, KEY), await getStatus(service, OTHER_KEY)]).toEqual([401, 200]);
    expect(service.output()).not.toMatch(/first-0123|second-0123/);
  });

  it('shows nothing of keys where the service asks for none', async () => {
    const service = await start({ env: {} });
    const page = await (await fetch(`${service.url}/metrics`)).text();
    expect(page.match(/^sentiment_api_keys.*/gm)).toBeNull();
    expect(await (await fetch(`${service.url}/health/ready`)).text()).not.toContain('api-keys');
  });

  it('lets the service end with 0 while it is a pipe', async () => {
    const service = await start();
    replaceByPipe();
    await expect
      .poll(async () => (await observe(service)).reason, { timeout: 5_000 })
      .toContain('it is not a regular file');
    service.process.kill('SIGTERM');
    const { exitCode, tookMs } = await waitForExit(service);
    expect(exitCode).toBe(0);
    expect(tookMs).toBeLessThan(EXIT_WITHIN_MS);
  });
});

describe('API key file: API_KEYS_FILE on a stuck mount', () => {
  it('leaves threads for predictions, and is followed again once it can be read', async () => {
    const env = { API_KEYS_FILE: keyFile, UV_THREADPOOL_SIZE: '2' };
    const service = await start({ nodeOptions: BLOCKING_OPEN, env });
    replaceByPipe();
    await expect
      .poll(async () => (await observe(service)).reason, { timeout: 10_000 })
      .toContain('it was not read within 2000 ms');
    await sleep(REREAD_MS);
    // A stuck thread for each attempt would leave none of the two for the tokenizer.
    const texts = Array.from({ length: 8 }, (_, index) => `a new text ${index}`);
    expect((await postJson(service.url, { text: texts }, { 'x-api-key': KEY })).status).toBe(200);
    const pipe = join(folder, 'pipe');
    renameSync(keyFile, pipe);
    writeFileSync(keyFile, `office:${OTHER_KEY}\n`);
    // The stuck thread continues when the pipe has a writer.
    writeFileSync(pipe, '');
    await expect.poll(() => getStatus(service, OTHER_KEY), { timeout: 5_000 }).toBe(200);
    expect(await observe(service)).toEqual(WELL);
  });

  it('does not keep the process from ending', async () => {
    const service = await start({ nodeOptions: BLOCKING_OPEN });
    replaceByPipe();
    await expect.poll(async () => (await observe(service)).valid, { timeout: 10_000 }).toBe(0);
    service.process.kill('SIGTERM');
    const { signal, tookMs } = await waitForExit(service);
    expect(signal).toBe('SIGKILL');
    expect(tookMs).toBeLessThan(EXIT_WITHIN_MS);
  });

  it.skipIf(!canUnshare)('does not keep process 1 of a container from ending', async () => {
    const service = await start({ nodeOptions: BLOCKING_OPEN, prefix: ['unshare', '-pf', '--mount-proc'] });
    replaceByPipe();
    await expect.poll(async () => (await observe(service)).valid, { timeout: 10_000 }).toBe(0);
    for (const id of service.workerIds()) process.kill(id, 'SIGTERM');
    const { tookMs } = await waitForExit(service);
    expect(tookMs).toBeLessThan(EXIT_WITHIN_MS);
  });
});

describe('API key file: API_KEYS_FILE at the start', () => {
  it.each([
    ['a pipe', replaceByPipe, 'it is not a regular file'],
    ['too long', () => writeFileSync(keyFile, '#'.repeat(1024 * 1024 + 1)), 'it has more than 1048576 bytes'],
  ])('is refused with its name when it is %s', async (_, damage, fault) => {
    damage();
    const { exitCode, stderr } = await runApiToEnd({ env: { API_KEYS_FILE: keyFile } });
    expect(exitCode).toBe(1);
    expect(stderr).toBe(`cannot start: API_KEYS_FILE must be a file that can be read: ${fault}\n`);
  });
});
