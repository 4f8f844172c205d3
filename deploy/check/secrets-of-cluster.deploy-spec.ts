import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyCheckout, writeStub } from './checkout.js';
import { runTool, type Ran } from './tools.js';

const PASSWORD = 'the-password-of-the-cluster';
const KEYS = 'shop-1:0123456789abcdef\nsmoke-1:fedcba9876543210\n';

let work: string;
let checkout: string;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'cluster-secrets-'));
  checkout = join(work, 'checkout');
  mkdirSync(join(work, 'bin'));
  copyCheckout(checkout);
});

afterEach(() => {
  rmSync(work, { recursive: true });
});

/** A kubectl of a cluster with these Secrets; it answers only in the context `production`. */
function stubKubectl(secrets: Readonly<Record<string, string>>): void {
  const cases = Object.entries(secrets).map(([name, content]) => {
    writeFileSync(join(work, name), content);
    return `*"get secret ${name} "*"--output name"*) echo "secret/${name}" ;;
*"get secret ${name} "*"--output go-template="*) cat "${join(work, name)}" ;;`;
  });
  const isThisCluster = 'case "$*" in *"--context production"*) ;; *) exit 1 ;; esac';
  writeStub(
    join(work, 'bin/kubectl'),
    `${isThisCluster}\ncase "$*" in\n${cases.join('\n')}\n*--ignore-not-found*) ;;\n*) exit 1 ;;\nesac`,
  );
}

function generate(args: readonly string[], context: string): Promise<Ran> {
  const env = { PATH: `${join(work, 'bin')}${delimiter}${process.env.PATH ?? ''}`, KUBE_CONTEXT: context };
  return runTool(join(checkout, 'deploy/generate-secrets.sh'), args, { cwd: checkout, env });
}

const pathTo = (component: string, name: string) =>
  join(checkout, 'deploy/components', component, 'generate-secrets.sh-output', `${name}.secret`);

describe('generate-secrets.sh, when the cluster has the Secrets', () => {
  beforeEach(() => {
    stubKubectl({ 'sentiment-redis': PASSWORD, 'sentiment-api-keys': KEYS });
  });

  it('makes no other password, and names the way out', async () => {
    const { exitCode, output } = await generate([], 'production');
    expect(exitCode).toBe(1);
    expect(output).toContain('the cluster has a password of Redis already');
    expect(output).toContain('--read-back');
    expect(existsSync(pathTo('secrets', 'redis-password'))).toBe(false);
  });

  it('reads them back, with the users of Redis and the key of the smoke test', async () => {
    const { exitCode, output } = await generate(['--read-back'], 'production');
    expect(exitCode, output).toBe(0);
    expect(readFileSync(pathTo('secrets', 'redis-password'), 'utf8')).toBe(PASSWORD);
    expect(readFileSync(pathTo('secrets', 'redis-users'), 'utf8')).toContain(`user sentiment on >${PASSWORD} `);
    expect(readFileSync(pathTo('api-keys', 'api-keys'), 'utf8')).toBe(KEYS);
    expect(readFileSync(pathTo('api-keys', 'smoke-key'), 'utf8').trim()).toBe('fedcba9876543210');
    expect((await generate([], 'production')).exitCode).toBe(0);
  });

  it('makes none when the cluster does not answer', async () => {
    const { exitCode, output } = await generate([], 'unreachable');
    expect(exitCode).toBe(1);
    expect(output).toContain('the cluster does not answer');
    expect(existsSync(pathTo('secrets', 'redis-password'))).toBe(false);
  });

  it('makes others when it is told to ask no cluster', async () => {
    expect((await generate([], 'none')).exitCode).toBe(0);
    expect(readFileSync(pathTo('secrets', 'redis-password'), 'utf8')).not.toBe(PASSWORD);
  });
});

describe('generate-secrets.sh, when the cluster has no Secrets', () => {
  beforeEach(() => {
    stubKubectl({});
  });

  it('makes them', async () => {
    expect((await generate([], 'production')).exitCode).toBe(0);
    expect(existsSync(pathTo('secrets', 'redis-password'))).toBe(true);
  });

  it('fails to read them back, and leaves no empty file', async () => {
    const { exitCode, output } = await generate(['--read-back'], 'production');
    expect(exitCode).toBe(1);
    expect(output).toContain('the cluster has no Secret sentiment-redis');
    expect(existsSync(pathTo('secrets', 'redis-password'))).toBe(false);
  });
});

describe('generate-secrets.sh --apply', () => {
  /** A kubectl that notes what is applied, and of which Redis has these users. Without `hasRedis`, only the Secrets are there. */
  function stubCluster(users = '', password = '', hasRedis = true): void {
    writeFileSync(join(work, 'users'), users);
    writeFileSync(join(work, 'password'), password);
    writeStub(
      join(work, 'bin/kubectl'),
      `case "$*" in
*"apply --filename -"*) cat >> "${join(work, 'applied')}" ;;
*"create secret generic"*) echo "$*" ;;
*"get secret sentiment-redis-acl"*) cat "${join(work, 'users')}" ;;
*"get secret sentiment-redis "*) cat "${join(work, 'password')}" ;;
*"get secret"*) ;;
*"get namespace"*) exit 1 ;;
*"get statefulset sentiment-redis --ignore-not-found"*) ${hasRedis ? 'echo statefulset.apps/sentiment-redis' : ':'} ;;
*) echo "$*" >> "${join(work, 'calls')}" ;;
esac`,
    );
  }

  const applied = () => readFileSync(join(work, 'applied'), 'utf8').trim().split('\n');
  const calls = () => readFileSync(join(work, 'calls'), 'utf8');

  it('makes the namespace and the Secrets that existing-secret and existing-api-keys take', async () => {
    stubCluster();
    const { exitCode, output } = await generate(['--apply'], 'production');
    expect(exitCode, output).toBe(0);
    expect(calls()).toMatch(/--context production .*apply --filename .*base\/namespace\.yaml/);
    const names = applied().map((line) => /generic (\S+) (.*) --dry-run/.exec(line));
    expect(names.map((found) => [found?.[1], found?.[2]?.match(/--from-file=[^=]+/g)])).toEqual([
      ['sentiment-redis', ['--from-file=password']],
      ['sentiment-redis-acl', ['--from-file=users.acl']],
      ['sentiment-api-keys', ['--from-file=keys', '--from-file=smoke-key']],
    ]);
    expect(calls()).not.toContain('rollout restart');
  });

  it('restarts Redis when its users have changed, and only then', async () => {
    await generate([], 'none');
    const [users, password] = ['redis-users', 'redis-password'].map((name) =>
      readFileSync(pathTo('secrets', name), 'utf8'),
    );
    stubCluster(users, password?.trim());
    await generate(['--apply'], 'production');
    expect(calls()).not.toContain('rollout restart');
    await generate(['--rotate'], 'none');
    expect((await generate(['--apply'], 'production')).exitCode).toBe(0);
    expect(calls()).toContain('rollout restart statefulset/sentiment-redis');
  });

  it('sends changed users to a cluster without a Redis of its own', async () => {
    await generate([], 'none');
    const [users, password] = ['redis-users', 'redis-password'].map((name) =>
      readFileSync(pathTo('secrets', name), 'utf8'),
    );
    stubCluster(users, password?.trim(), false);
    await generate(['--rotate'], 'none');
    const { exitCode, output } = await generate(['--apply'], 'production');
    expect(exitCode, output).toBe(0);
    expect(applied()).toHaveLength(3);
    expect(calls()).not.toContain('rollout restart');
  });

  it('refuses to replace the password of another cluster, also after --rotate', async () => {
    await generate([], 'none');
    stubCluster('user sentiment on >other ~sentiment:*', 'other');
    for (const change of [[], ['--rotate']]) {
      await generate(change, 'none');
      const { exitCode, output } = await generate(['--apply'], 'production');
      expect(exitCode).toBe(1);
      expect(output).toContain('the cluster has another password of Redis');
    }
    expect(existsSync(join(work, 'applied'))).toBe(false);
  });
});
