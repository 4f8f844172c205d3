import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiKeys } from '../../apps/api/src/config/api-keys.js';
import { copyCheckout } from './checkout.js';
import { runTool, type Ran } from './tools.js';

let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'secrets-'));
  copyCheckout(checkout);
});

afterEach(() => {
  rmSync(checkout, { recursive: true });
});

const pathTo = (component: string, name: string) =>
  join(checkout, 'deploy/components', component, 'generate-secrets.sh-output', `${name}.secret`);
const redis = (name: string) => readFileSync(pathTo('secrets', `redis-${name}`), 'utf8').trim();
const smokeKey = () => readFileSync(pathTo('api-keys', 'smoke-key'), 'utf8').trim();
const keysPath = () => pathTo('api-keys', 'api-keys');

/** The API keys by name, in the order of the file. */
function apiKeys(): Map<string, string> {
  const lines = readFileSync(keysPath(), 'utf8').trim().split('\n');
  return new Map(lines.map((line): [string, string] => [line.split(':')[0] ?? '', line.split(':')[1] ?? '']));
}

const names = () => [...apiKeys().keys()];

async function generate(...args: string[]): Promise<Ran> {
  return runTool(join(checkout, 'deploy/generate-secrets.sh'), args, { cwd: checkout });
}

/** @throws Error unless the script succeeds */
async function generated(...args: string[]): Promise<string> {
  const { exitCode, output } = await generate(...args);
  expect(exitCode, output).toBe(0);
  return output;
}

describe('the password of Redis', () => {
  it('is made once, with its user', async () => {
    await generated();
    const password = redis('password');
    await generated();
    expect(password.length).toBeGreaterThan(30);
    expect(redis('password')).toBe(password);
    expect(redis('users')).toContain(`user sentiment on >${password} ~sentiment:* +getrange +set +select`);
  });

  it('is taken beside the old one after --rotate, until --forget removes the old one', async () => {
    await generated();
    const old = redis('password');
    await generated('--rotate');
    expect(redis('password')).not.toBe(old);
    expect(redis('users')).toContain(`>${redis('password')} >${old} `);
    await generated('--forget');
    expect(redis('users')).not.toContain(old);
  });

  it('is kept from the folder where the script put it before', async () => {
    const former = join(checkout, 'deploy/components/secrets');
    writeFileSync(join(former, 'redis-password.secret'), 'former-password');
    writeFileSync(join(former, 'redis-users.secret'), 'user sentiment on >former-password');
    await generated();
    expect(redis('password')).toBe('former-password');
    expect(redis('users')).toBe('user sentiment on >former-password');
  });
});

describe('the API keys', () => {
  it('are made once, for clients and smoke.sh, and only their owner may read them', async () => {
    const output = await generated();
    const content = readFileSync(keysPath(), 'utf8');
    await generated();
    expect(readFileSync(keysPath(), 'utf8')).toBe(content);
    expect(names()).toEqual(['client-1', 'smoke-1']);
    expect(new ApiKeys(content).findName(smokeKey())).toBe('smoke-1');
    expect(statSync(keysPath()).mode & 0o777).toBe(0o600);
    for (const key of apiKeys().values()) {
      expect(key.length).toBeGreaterThan(30);
      expect(output).not.toContain(key);
    }
  });

  it('get names of their own by --rotate, and the old ones stay valid until --revoke', async () => {
    await generated();
    const before = apiKeys();
    await generated('--rotate');
    expect(names()).toEqual(['client-1', 'smoke-1', 'client-2', 'smoke-2']);
    const keys = new ApiKeys(readFileSync(keysPath(), 'utf8'));
    expect(before.size).toBe(2);
    for (const [name, key] of before) expect(keys.findName(key)).toBe(name);
    expect(keys.findName(smokeKey())).toBe('smoke-2');
    await generated('--revoke', 'client-1');
    expect(names()).toEqual(['smoke-1', 'client-2', 'smoke-2']);
  });

  it('stay valid after --forget, which clients hear nothing of', async () => {
    await generated();
    await generated('--rotate');
    await generated('--forget');
    expect(names()).toEqual(['client-1', 'smoke-1', 'client-2', 'smoke-2']);
  });

  it('rotate for each client, also those that were written by hand', async () => {
    await generated();
    await generated('--add-client', 'shop');
    appendFileSync(keysPath(), '# from 2025\nclient-2025-09:0123456789abcdef\noffice:fedcba9876543210');
    await generated('--rotate');
    const content = readFileSync(keysPath(), 'utf8');
    const made = content.split('office:fedcba9876543210\n')[1] ?? '';
    expect(made.match(/^[^:]+/gm)).toEqual(['client-2', 'client-2025-10', 'office-2', 'shop-2', 'smoke-2']);
    expect(new ApiKeys(content).count).toBe(10);
  });

  it('are revoked by their whole name, and never all of them', async () => {
    await generated();
    appendFileSync(keysPath(), 'client-11:0123456789abcdef\nclientx1:0123456789abcdeg\n');
    await generated('--revoke', 'client-1');
    expect(names()).toEqual(['smoke-1', 'client-11', 'clientx1']);
    const unknown = await generate('--revoke', 'client-1');
    expect([unknown.exitCode, unknown.output]).toEqual([1, expect.stringContaining('there is no API key client-1')]);
    writeFileSync(keysPath(), 'smoke-1:0123456789abcdef\n');
    const last = await generate('--revoke', 'smoke-1');
    expect([last.exitCode, last.output]).toEqual([1, expect.stringContaining('smoke-1 is the only API key')]);
    expect(names()).toEqual(['smoke-1']);
  });

  it('are added for a new client only', async () => {
    await generated();
    await generated('--add-client', 'shop');
    await generated('--rotate');
    await generated('--revoke', 'shop-1');
    const again = await generate('--add-client', 'shop');
    expect([again.exitCode, again.output]).toEqual([1, expect.stringContaining('there is an API key of shop')]);
    await generated('--add-client', 'sho');
    expect(names()).toEqual(['client-1', 'smoke-1', 'client-2', 'shop-2', 'smoke-2', 'sho-1']);
  });

  it.each([
    { args: ['--add-client'] },
    { args: ['--add-client', 'a b'] },
    { args: ['--add-client', 'client'] },
    { args: ['--revoke'] },
    { args: ['--rotate', 'client'] },
  ])('do not change by the arguments $args', async ({ args }) => {
    await generated();
    const content = readFileSync(keysPath(), 'utf8');
    expect((await generate(...args)).exitCode).not.toBe(0);
    expect(readFileSync(keysPath(), 'utf8')).toBe(content);
  });
});

describe('a component without its generated files', () => {
  /** Renders the base with components that take generated files. */
  function build(): Promise<Ran> {
    const folder = join(checkout, 'deploy/overlays/generated');
    mkdirSync(folder, { recursive: true });
    const components = ['secrets', 'api-keys'].map((name) => `  - ../../components/${name}\n`);
    writeFileSync(
      join(folder, 'kustomization.yaml'),
      `namespace: sentiment\nresources:\n  - ../../base\ncomponents:\n${components.join('')}`,
    );
    return runTool('kustomize', ['build', folder]);
  }

  it('fails to render with an error that names generate-secrets.sh', async () => {
    const { exitCode, output } = await build();
    expect(exitCode).not.toBe(0);
    expect(output).toContain('generate-secrets.sh');
  });

  it('fails so after an upgrade too, when only the API keys are missing', async () => {
    await generated();
    rmSync(keysPath());
    const { exitCode, output } = await build();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/api-keys\/generate-secrets\.sh-output\/api-keys\.secret.*no such file/);
    await generated();
    expect((await build()).exitCode).toBe(0);
  });
});
