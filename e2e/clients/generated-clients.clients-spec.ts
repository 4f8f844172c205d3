import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, isMissing, repository, startApi } from '#libs/testing';
import { type PathPrefixProxy, startPathPrefixProxy } from '../path-prefix-proxy.js';
import { runProgram } from './run-program.js';

/** The predictions of two texts, and the problem of a request without a text, as each client prints them. */
const ANSWERS = {
  labels: ['POSITIVE', 'NEGATIVE'],
  status: 422,
  type: 'urn:sentiment:problem:invalid-request',
};

let api: Api;
let proxy: PathPrefixProxy;
let folder: string;

beforeAll(async () => {
  api = await startApi();
  proxy = await startPathPrefixProxy(api.url, '/some/prefix');
});
afterAll(async () => {
  proxy.stop();
  await api.stop();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'client-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Copies the program that uses the client to the folder of the test. */
function copyClient(name: string): void {
  cpSync(join(repository, 'e2e/clients', name), folder, { recursive: true });
}

/** @param output its last line is JSON */
function parseLastLine(output: string): unknown {
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

describe('Client generated from /openapi.json, behind a proxy that adds a path', () => {
  it('compiles and reads predictions and a problem in TypeScript (openapi-typescript, openapi-fetch)', async () => {
    copyClient('typescript');
    await runProgram(folder, 'npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund');
    const programs = join(folder, 'node_modules/.bin');
    await runProgram(folder, join(programs, 'openapi-typescript'), `${proxy.url}/openapi.json`, '-o', 'schema.ts');
    await runProgram(folder, join(programs, 'tsc'));
    const output = await runProgram(folder, process.execPath, 'built/check-client.js', proxy.url);
    expect(parseLastLine(output)).toEqual(ANSWERS);
  });

  it.skipIf(isMissing('python3'))(
    'passes mypy and reads predictions and a problem in Python (openapi-python-client)',
    async () => {
      copyClient('python');
      await runProgram(folder, 'python3', '-m', 'venv', 'venv');
      const python = join(folder, 'venv/bin/python');
      await runProgram(folder, python, '-m', 'pip', 'install', '--quiet', '--requirement', 'requirements.txt');
      const options = [
        '--output-path',
        'sentiment_client',
        '--meta',
        'none',
        '--config',
        'generator.yaml',
        '--fail-on-warning',
      ];
      const generator = join(folder, 'venv/bin/openapi-python-client');
      await runProgram(folder, generator, 'generate', '--url', `${proxy.url}/openapi.json`, ...options);
      await runProgram(folder, python, '-m', 'mypy', '--strict', 'check_client.py');
      expect(parseLastLine(await runProgram(folder, python, 'check_client.py', proxy.url))).toEqual(ANSWERS);
    },
  );

  it.skipIf(isMissing('javac', 'mvn'))(
    'compiles and reads predictions and a problem in Java (openapi-generator)',
    async () => {
      copyClient('java');
      const document = `-Dopenapi.url=${proxy.url}/openapi.json`;
      const output = await runProgram(folder, 'mvn', '-B', '-ntp', '-q', document, 'compile', 'exec:java');
      expect(parseLastLine(stripVTControlCharacters(output))).toEqual(ANSWERS);
    },
  );
});
