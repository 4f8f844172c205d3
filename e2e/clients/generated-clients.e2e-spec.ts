import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, isMissing, repository, startApi } from '#libs/testing';

const run = promisify(execFile);

const sources = join(repository, 'e2e/clients');
/** The generator, the library of its clients, the compiler that it wants, and the types of Node. */
const TYPESCRIPT_PACKAGES = [
  'openapi-typescript@7.13.0',
  'openapi-fetch@0.17.0',
  'typescript@5.9.3',
  '@types/node@20.19.43',
];
const PYTHON_GENERATOR = 'openapi-python-client==0.29.1';
const GENERATION_LIMIT_MS = 180_000;

/** The answer to two texts, and the problem of an empty list, as each client prints them. */
const EXPECTED = {
  labels: ['POSITIVE', 'NEGATIVE'],
  status: 422,
  errors: [{ pointer: '/text', detail: 'must have at least one text' }],
};

let folder: string;
let api: Api;
let document: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clients-'));
  api = await startApi();
  document = join(folder, 'openapi.json');
  writeFileSync(document, await (await fetch(`${api.url}/openapi.json`)).text());
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

describe('generated clients: TypeScript', { timeout: GENERATION_LIMIT_MS }, () => {
  it('compile, classify texts, and read a problem', async () => {
    const client = join(folder, 'typescript');
    mkdirSync(client);
    writeFileSync(join(client, 'package.json'), '{"type":"module"}');
    cpSync(join(sources, 'client.ts.txt'), join(client, 'client.ts'));
    await run('npm', ['install', '--silent', '--no-audit', '--no-fund', ...TYPESCRIPT_PACKAGES], { cwd: client });
    const bin = (name: string) => join(client, 'node_modules/.bin', name);
    await run(bin('openapi-typescript'), [document, '--output', join(client, 'schema.ts')]);
    const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node', '--skipLibCheck'];
    await run(bin('tsc'), [...options, 'client.ts'], { cwd: client });
    const { stdout } = await run(process.execPath, ['client.js', api.url], { cwd: client });
    expect(JSON.parse(stdout)).toEqual(EXPECTED);
  });
});

describe.skipIf(isMissing('python3'))('generated clients: Python', { timeout: GENERATION_LIMIT_MS }, () => {
  it('install, classify texts, and read a problem', async () => {
    const venv = join(folder, 'venv');
    await run('python3', ['-m', 'venv', venv]);
    const bin = (name: string) => join(venv, 'bin', name);
    await run(bin('pip'), ['install', '--quiet', '--disable-pip-version-check', PYTHON_GENERATOR]);
    const client = join(folder, 'python');
    await run(bin('openapi-python-client'), ['generate', '--path', document, '--output-path', client], {
      env: { ...process.env, PATH: `${join(venv, 'bin')}:${process.env.PATH ?? ''}` },
    });
    await run(bin('pip'), ['install', '--quiet', '--disable-pip-version-check', client]);
    const { stdout } = await run(bin('python'), [join(sources, 'client.py.txt'), api.url]);
    expect(JSON.parse(stdout)).toEqual(EXPECTED);
  });
});
