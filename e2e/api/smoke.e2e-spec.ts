import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, freePort, isMissing, postJson, repository, startApi } from '#libs/testing';

const SCRIPTS = ['deploy/smoke.sh', 'deploy/components/smoke/smoke.sh'];

let folder: string;
let keysFile: string;
let smokeKeyFile: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'smoke-'));
  mkdirSync(join(folder, 'deploy'));
  cpSync(join(repository, 'deploy/generate-secrets.sh'), join(folder, 'deploy/generate-secrets.sh'));
  await generateSecrets();
  const output = join(folder, 'deploy/components/api-keys/generate-secrets.sh-output');
  keysFile = join(output, 'api-keys.secret');
  smokeKeyFile = join(output, 'smoke-key.secret');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function generateSecrets(...args: string[]): Promise<void> {
  await promisify(execFile)(join(folder, 'deploy/generate-secrets.sh'), args);
}

const readSmokeKey = () => readFileSync(smokeKeyFile, 'utf8').trim();

/** @returns the name of a key, which has a number: another one in each attempt of a test */
function findKeyName(key: string): string {
  const line = readFileSync(keysFile, 'utf8')
    .split('\n')
    .find((each) => each.endsWith(`:${key}`));
  return line?.split(':')[0] ?? '';
}

/** @returns the lines of the script, each without its number, and the exit code */
async function smoke(script: string, args: readonly string[], env: Record<string, string> = {}) {
  const options = { env: { PATH: process.env.PATH, ...env } };
  const { code, stdout } = await promisify(execFile)('sh', [join(repository, script), ...args], options).then(
    (ran) => ({ code: 0, stdout: ran.stdout }),
    (error: unknown) => error as { code: number; stdout: string },
  );
  return { exitCode: code, stdout, failed: [...stdout.matchAll(/^NOT OK \d+: (.*) \(/gm)].map(([, what]) => what) };
}

describe.skipIf(isMissing('curl', 'openssl')).each(SCRIPTS)('smoke: %s', (script) => {
  let open: Api;
  let guarded: Api;
  let withoutPage: Api;

  beforeAll(async () => {
    const metricsPort = async () => ({ METRICS_PORT: String(await freePort()) });
    open = await startApi({ env: await metricsPort() });
    guarded = await startApi({ env: { ...(await metricsPort()), API_KEYS_FILE: keysFile } });
    withoutPage = await startApi({ env: { ...(await metricsPort()), PLAYGROUND: 'off' } });
  });

  afterAll(async () => {
    await Promise.all([open.stop(), guarded.stop(), withoutPage.stop()]);
  });

  it('passes with a key, as an argument or in a file, where the service asks for one', async () => {
    const byArgument = await smoke(script, [guarded.url, readSmokeKey()]);
    expect(byArgument).toMatchObject({ exitCode: 0, failed: [] });
    expect(byArgument.stdout).toContain('ok 13: a client without a key is refused');
    expect(await smoke(script, [guarded.url], { SMOKE_API_KEY_FILE: smokeKeyFile })).toMatchObject({ exitCode: 0 });
  });

  it('fails without a key, or with a wrong one, where the service asks for one', async () => {
    for (const args of [[guarded.url], [guarded.url, 'wrong-0123456789abcdef']]) {
      const { exitCode, failed } = await smoke(script, args);
      expect(exitCode).toBe(1);
      expect(failed).toContain('a good text is POSITIVE');
      expect(failed).not.toContain('health');
    }
  });

  it('passes without a key, or with a missing file, where the service asks for none', async () => {
    expect(await smoke(script, [open.url])).toMatchObject({ exitCode: 0 });
    const missing = { SMOKE_API_KEY_FILE: join(folder, 'missing') };
    expect(await smoke(script, [open.url], missing)).toMatchObject({ exitCode: 0 });
  });

  it('asks for the playground, or for none where SMOKE_PLAYGROUND is off', async () => {
    expect((await smoke(script, [open.url])).stdout).toContain('ok 11: the playground is on');
    const off = { SMOKE_PLAYGROUND: 'off' };
    expect(await smoke(script, [withoutPage.url], off)).toMatchObject({ exitCode: 0, failed: [] });
    expect((await smoke(script, [withoutPage.url])).failed).toEqual(['the playground is on']);
    expect((await smoke(script, [open.url], off)).failed).toEqual(['the playground is off']);
  });

  it('fails with a key where the service answers without one too', async () => {
    const { exitCode, failed } = await smoke(script, [open.url, readSmokeKey()]);
    expect(exitCode).toBe(1);
    expect(failed).toEqual(['a client without a key is refused']);
  });
});

describe.skipIf(isMissing('openssl'))('smoke: a service with keys of generate-secrets.sh', () => {
  it('takes old and new keys after --rotate, and refuses a key after --revoke, without a restart', async () => {
    const api = await startApi({ env: { API_KEYS_FILE: keysFile } });
    try {
      const ask = async (key: string) => (await postJson(api.url, { text: ['fine'] }, { 'x-api-key': key })).status;
      const old = readSmokeKey();
      const oldName = findKeyName(old);
      expect(await ask(old)).toBe(200);
      await generateSecrets('--rotate');
      expect(readSmokeKey()).not.toBe(old);
      await expect.poll(() => ask(readSmokeKey()), { timeout: 5_000 }).toBe(200);
      expect(await ask(old)).toBe(200);
      await generateSecrets('--revoke', oldName);
      await expect.poll(() => ask(old), { timeout: 5_000 }).toBe(401);
      expect(await ask(readSmokeKey())).toBe(200);
    } finally {
      await api.stop();
    }
  });

  it('answers probes and Prometheus without a key, and shows no metrics on the port of the clients', async () => {
    const port = await freePort();
    const api = await startApi({ env: { API_KEYS_FILE: keysFile, METRICS_PORT: String(port) } });
    try {
      const status = async (url: string) => (await fetch(url)).status;
      for (const path of ['/health', '/health/live', '/health/ready', '/health/startup']) {
        expect(await status(api.url + path), path).toBe(200);
      }
      expect(await status(`http://127.0.0.1:${port}/metrics`)).toBe(200);
      expect([401, 404]).toContain(await status(`${api.url}/metrics`));
    } finally {
      await api.stop();
    }
  });
});
