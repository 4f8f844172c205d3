import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import semver from 'semver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, repository } from '#libs/testing';

interface PackageJson {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly version: string;
  readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly engines?: { node?: string } }>>;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(repository, path), 'utf8'));
}

const packageJson = readJson('package.json') as PackageJson;
const lockfile = readJson('package-lock.json') as Lockfile;
const minimumNode = semver.minVersion(packageJson.engines.node)?.version ?? '';

describe('packages: the lockfile', () => {
  const packages = Object.entries(lockfile.packages);

  it(`has packages that run on Node ${minimumNode}, the oldest that package.json allows`, () => {
    const ranges = packages.filter(([, { engines }]) => engines?.node !== undefined);
    expect(ranges.length).toBeGreaterThan(100);
    const refusing = ranges.filter(([, { engines }]) => !semver.satisfies(minimumNode, engines?.node ?? '*'));
    expect(refusing.map(([path, { engines }]) => `${path}: ${engines?.node}`)).toEqual([]);
  });

  it('names no registry, so that every registry can serve it', () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('has the version of package.json', () => {
    expect(lockfile.version).toBe(packageJson.version);
  });
});

/** Scripts that start the compiler themselves. */
const COMPILING = Object.entries(packageJson.scripts)
  .filter(([, command]) => /\bnest start\b|\btsc( --project \S+)? &&|apps\/api\/start\.js/.test(command))
  .map(([name]) => name);

describe('packages: the builds', () => {
  it('note in one file what they wrote, so that none takes an old file of the other for its own', () => {
    const build = readJson('tsconfig.build.json') as { compilerOptions?: { tsBuildInfoFile?: string } };
    expect(build.compilerOptions?.tsBuildInfoFile).toBeUndefined();
  });
});

/** One for each script that others run first. */
const DEPENDENT = ['settings', 'bench', 'test'];

describe('packages: without the development packages', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'production-'));
    mkdirSync(join(folder, 'apps/api'), { recursive: true });
    const starters = readdirSync(join(repository, 'apps/api')).filter((name) => name.endsWith('.js'));
    for (const path of ['package.json', ...starters.map((name) => join('apps/api', name))]) {
      cpSync(join(repository, path), join(folder, path));
    }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('finds the scripts that compile', () => {
    expect(COMPILING).toEqual(expect.arrayContaining(['build', 'build:tests', 'start', 'start:dev']));
  });

  it.each([...COMPILING, ...DEPENDENT])('npm run %s says in one line what to install', async (name) => {
    const npm = spawn('npm', ['run', name], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    npm.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    expect(await once(npm, 'close')).toEqual([1, null]);
    expect(stderr.split('\n').filter((line) => line !== '' && !line.startsWith('npm '))).toEqual([
      'the compiler, a development package, is not installed: run npm ci --include=dev',
    ]);
  });
});

describe('packages: the release notes', () => {
  const printNotes = (version: string) =>
    promisify(execFile)('bash', [join(repository, 'deploy/print-release-notes.sh'), version]);

  it.skipIf(isMissing('bash'))('are the section of the version in CHANGELOG.md', async () => {
    const { stdout } = await printNotes(packageJson.version);
    expect(stdout).toContain('### API\n');
    expect(stdout).not.toMatch(/^## /m);
  });

  it.skipIf(isMissing('bash'))('are refused for another version', async () => {
    await expect(printNotes('0.0.1')).rejects.toThrow('package.json has another version than 0.0.1');
  });
});
