import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, isMissing, repository, startApi } from '#libs/testing';
import { runProgram } from '../run-program.js';
import { PYTHON } from './python-environment.js';

const page = readFileSync(join(repository, 'docs/drop-in.md'), 'utf8');
const ADDRESS = 'localhost:8000';

/** How the examples of a language are started. */
const COMMANDS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  python: [PYTHON, '-c'],
  js: [process.execPath, '--input-type=module', '--eval'],
  sh: ['sh', '-c'],
};
const examples = [...page.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language = '', code = '']) => {
  const [firstLine = ''] = code.split('\n');
  return [`${language}, ${firstLine}`, language, code] as const;
});

describe.skipIf(isMissing('python3', 'curl'))('docs/drop-in.md', () => {
  let api: Api;

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(async () => {
    await api.stop();
  });

  it('has an example for each client', () => {
    const languages = [
      'python',
      'js',
      'sh',
      'sh',
      'python',
      'sh',
      'python',
      'sh',
      'python',
      'sh',
      'python',
      'sh',
      'python',
      'python',
      'sh',
    ];
    expect(examples.map(([, language]) => language)).toEqual(languages);
  });

  it.each(examples)('has an example that prints labels or scores: %s', async (_, language, code) => {
    expect(code).toContain(ADDRESS);
    const [program, ...options] = COMMANDS[language] ?? [''];
    const address = new URL(api.url).host;
    const output = await runProgram(repository, program, ...options, code.replaceAll(ADDRESS, address));
    expect(output).toMatch(/positive|\b0\.[89]\d/i);
  });
});
