import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { minVersion, satisfies } from 'semver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, repository, startApi } from '#libs/testing';

const run = promisify(execFile);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'machines-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(repository, path), 'utf8'));
}

describe('machines: the oldest Node that package.json promises', () => {
  it('runs every package of the lockfile', () => {
    const { engines } = readJson('package.json') as { engines: { node: string } };
    const oldest = minVersion(engines.node) ?? '';
    const { packages } = readJson('package-lock.json') as {
      packages: Readonly<Record<string, { readonly engines?: { readonly node?: string } }>>;
    };
    const refusing = Object.entries(packages).filter(([, { engines: wanted }]) => {
      return wanted?.node !== undefined && !satisfies(oldest, wanted.node);
    });
    expect(Object.keys(packages).length).toBeGreaterThan(300);
    expect(refusing.map(([path]) => path)).toEqual([]);
  });
});

describe.skipIf(isMissing('git'))('machines: a clone', () => {
  async function clone(name: string, setting: string): Promise<string> {
    const path = join(folder, name);
    await run('git', ['-c', setting, 'clone', '--quiet', '--no-hardlinks', repository, path]);
    return path;
  }

  it('of Git for Windows has the line ends of the repository, and a model that starts', async () => {
    const path = await clone('crlf', 'core.autocrlf=true');
    const { stdout } = await run('git', ['-C', path, 'ls-files', '--eol'], { maxBuffer: 2 ** 26 });
    const changed = stdout.split('\n').filter((line) => /\bw\/(crlf|mixed)\b/.test(line));
    expect(changed).toEqual([]);
    const api = await startApi({ env: { MODEL_DIR: join(path, 'model-artifacts/minilm-l6-sst2') } });
    expect(await api.stop()).toBe(0);
  });

  it('without symbolic links has scripts that run', async () => {
    const path = await clone('links', 'core.symlinks=false');
    const { stdout: links } = await run('git', ['-C', path, 'ls-files', '--stage']);
    expect(links).not.toMatch(/^120000/m);
    const { stdout } = await run('sh', [join(path, 'deploy/smoke.sh'), '--help']);
    expect(stdout).toContain('smoke.sh BASE_URL [API_KEY]');
  });
});

describe('machines: an installation without development packages', () => {
  it.each(['start.js', 'require-compiler.js'])('is told what to install by %s', async (file) => {
    const copy = join(folder, file);
    mkdirSync(copy);
    for (const name of ['start.js', 'require-compiler.js', 'watch-npm.js']) {
      cpSync(join(repository, 'apps/api', name), join(copy, name));
    }
    cpSync(join(repository, 'package.json'), join(copy, 'package.json'));
    const ended = await run(process.execPath, [join(copy, file)]).catch((error: unknown) => error);
    expect(ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'The packages that build the service are missing. Run: npm ci --include=dev\n',
    });
  });
});
