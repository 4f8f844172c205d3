import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, repository, startApi } from '#libs/testing';
import { metricSum, readMetrics } from '../../metrics-page.js';
import { runProgram } from '../run-program.js';
import { SEEN } from './expected-exercise.js';
import { InstalledClient } from './installed-client.js';

const STREAM = { method: 'POST', route: '/predict stream' };
const programs = join(repository, 'node_modules/.bin');

let api: Api;
let installed: InstalledClient;

beforeAll(async () => {
  [api, installed] = await Promise.all([startApi(), InstalledClient.install()]);
});
afterAll(async () => {
  installed.remove();
  await api.stop();
});

async function countStreams(): Promise<number> {
  return metricSum(await readMetrics(api.url), 'http_request_duration_seconds_count', STREAM);
}

/** A number that only grows. */
class ChangeCounter {
  count = 0;
  private waiting = new Map<number, () => void>();

  increment(): void {
    this.count++;
    this.waiting.get(this.count)?.();
  }

  async until(count: number): Promise<void> {
    if (this.count < count) await new Promise<void>((resolve) => this.waiting.set(count, resolve));
  }
}

describe('the package of the client', () => {
  it('has the version, the license and the engines of the service, and no dependencies', () => {
    const { version, license, engines } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as object &
      Record<string, unknown>;
    const manifest = JSON.parse(installed.readFile('package.json')) as Record<string, unknown>;
    expect(manifest).toMatchObject({ version, license, engines, sideEffects: false });
    expect(Object.keys(manifest).filter((name) => /dependencies/i.test(name))).toEqual([]);
    expect(readdirSync(join(installed.folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      '@sentiment-service',
    ]);
  });

  it('is clean for publint', async () => {
    await runProgram(repository, join(programs, 'publint'), 'run', '--strict', installed.tarball);
  });

  it('has types that all ways of resolution find (arethetypeswrong)', async () => {
    await runProgram(repository, join(programs, 'attw'), installed.tarball);
  });

  it.each(['use-client.mjs', 'use-client.cjs'])('classifies, streams and cancels in Node: %s', async (program) => {
    const before = await countStreams();
    const output = await runProgram(installed.folder, process.execPath, program, api.url);
    expect(JSON.parse(output)).toEqual(SEEN);
    // The whole input is one request; the cancelled one is another.
    await expect.poll(async () => (await countStreams()) - before).toBe(2);
  });

  it('has the answer to a line before the next line is sent, in one request', async () => {
    const { SentimentClient } = await installed.import();
    const before = await countStreams();
    const answered = new ChangeCounter();
    const seen: number[] = [];
    const input = (async function* () {
      for (let index = 0; index < 5; index++) {
        seen.push(answered.count);
        yield `text ${index}`;
        await answered.until(index + 1);
      }
    })();
    for await (const { answer } of new SentimentClient({ url: api.url }).classifyStream(input)) {
      expect(answer?.scores).toHaveLength(2);
      answered.increment();
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect((await countStreams()) - before).toBe(1);
  });

  it.each(['stream', 'requests'] as const)(
    'has an error in the place of a line that is too long: %s',
    async (transfer) => {
      const { SentimentClient } = await installed.import();
      const texts = ['This is fun', 'x'.repeat(3 * 1_024 * 1_024), 'the movie was awful'];
      const seen: unknown[] = [];
      for await (const { answer, error } of new SentimentClient({ url: api.url }).classifyStream(texts, { transfer })) {
        seen.push(answer?.scores[0]?.label ?? error?.kind);
      }
      expect(seen).toEqual(['POSITIVE', 'body-too-large', 'NEGATIVE']);
    },
  );

  it.each([
    ['node16', 'check-types.mts'],
    ['node16', 'check-types.cts'],
    ['nodenext', 'check-types.mts'],
    ['bundler', 'check-types.ts'],
  ])('has strict types, without those of Node: %s, %s', async (resolution, file) => {
    if (file !== 'check-types.ts') {
      copyFileSync(join(installed.folder, 'check-types.ts'), join(installed.folder, file));
    }
    const modules = resolution === 'bundler' ? 'es2022' : resolution;
    const options = [
      '--module',
      modules,
      '--moduleResolution',
      resolution,
      '--target',
      'es2022',
      '--noEmit',
      '--strict',
    ];
    const rules = [
      '--exactOptionalPropertyTypes',
      '--noUncheckedIndexedAccess',
      '--lib',
      'es2022,dom,dom.asynciterable',
    ];
    await runProgram(installed.folder, join(programs, 'tsc'), ...options, ...rules, file);
  });

  it('works with nothing but what browsers and edge runtimes have', async () => {
    const { exercise } = (await import(join(installed.folder, 'exercise.mjs'))) as {
      exercise: (client: unknown, url: string) => Promise<unknown>;
    };
    const { fetch, performance, setTimeout, clearTimeout, URL, Request, Headers, Response, ReadableStream } =
      globalThis;
    const { AbortController, TextEncoder, TextDecoder } = globalThis;
    const web = { fetch, performance, setTimeout, clearTimeout, URL, Request, Headers, Response, ReadableStream };
    const module = { exports: {} };
    const scope = createContext({ ...web, AbortController, TextEncoder, TextDecoder, exports: module.exports, module });
    runInContext(installed.readFile('index.cjs'), scope);
    expect(await exercise(module.exports, api.url)).toEqual(SEEN);
  });

  const examples = [
    ...readFileSync(join(repository, 'libs/client/package/README.md'), 'utf8').matchAll(/^```js\n([^]*?)^```$/gm),
  ];

  it.each([
    [0, /^POSITIVE 0\.9\d+\nNEGATIVE 0\.9\d+\n$/],
    [1, /^a-17 mixed 2 sentences\n$/],
    [2, /^0 POSITIVE\n1 NEGATIVE\n$/],
    [3, /^minilm-l6-sentiment@[0-9a-f]{12}\n$/],
  ])('has a README with examples that work: %d', async (index, expected) => {
    expect(examples).toHaveLength(4);
    const code = examples[index]?.[1] ?? '';
    expect(code).toContain('localhost:8000');
    writeFileSync(join(installed.folder, 'reviews.txt'), 'This is fun\nthe movie was awful\n');
    const program = join(installed.folder, `example-${index}.mjs`);
    writeFileSync(program, code.replaceAll('localhost:8000', new URL(api.url).host));
    expect(await runProgram(installed.folder, process.execPath, program)).toMatch(expected);
  });

  it('has a README with examples that are strict TypeScript', async () => {
    const files = examples.map(([, code], index) => {
      const file = join(installed.folder, `example-${index}.mts`);
      writeFileSync(file, code ?? '');
      return file;
    });
    const options = ['--module', 'nodenext', '--target', 'es2022', '--noEmit', '--strict', '--skipLibCheck'];
    const rules = ['--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
    const nodeTypes = ['--typeRoots', join(repository, 'node_modules/@types'), '--types', 'node'];
    await runProgram(installed.folder, join(programs, 'tsc'), ...options, ...rules, ...nodeTypes, ...files);
  });

  it('is installed by the command of its README', () => {
    const { version } = JSON.parse(installed.readFile('package.json')) as { version: string };
    const readme = installed.readFile('README.md');
    expect(readme).toContain(`npm install ./sentiment-service-client-${version}.tgz`);
    expect(installed.tarball).toMatch(new RegExp(`/sentiment-service-client-${version}\\.tgz$`));
  });
});
