import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, freePort, nanModel, startApi, threeClassModel } from '#libs/testing';
import { golden } from '../golden.js';
import { startClassify, untilLarger } from './sentiment-process.js';

const KEY = 'key-of-the-test-0123456789';
const ROWS = 5_000;
const SMALL_ROWS = 4_000;

const folder = mkdtempSync(join(tmpdir(), 'classify-url-'));
const toPath = (name: string) => join(folder, name);
/** A path that no former attempt has used: CI repeats a test that failed. */
const toNewPath = (name: string) => join(mkdtempSync(join(folder, 'test-')), name);
const apis: Api[] = [];

afterAll(async () => {
  await Promise.all(apis.map((api) => api.stop()));
  rmSync(folder, { recursive: true });
});

async function start(env: Record<string, string> = {}): Promise<Api> {
  const api = await startApi({ env: { LOG_LEVEL: 'silent', PORT: String(await freePort()), ...env } });
  apis.push(api);
  return api;
}

async function kill(api: Api): Promise<void> {
  api.process.kill('SIGKILL');
  await once(api.process, 'exit');
}

/** Runs the command, and expects that it succeeds. */
async function classify(args: readonly string[], stdin?: string): Promise<{ stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await startClassify(args, stdin).ended;
  expect(code, stderr).toBe(0);
  return { stdout, stderr };
}

/** Texts of this project, numbered so that few are equal, as a CSV file with quotes, line breaks, emoji and empty cells. */
function writeReviews(path: string): void {
  const texts = golden.answers.map(({ text }) => text.replaceAll('"', '""')).filter((text) => text.length < 80);
  const lines = Array.from({ length: ROWS }, (_, index) =>
    index % 50 === 7 ? `${index},` : `${index},"${texts[index % texts.length]}\n${index} 😀"`,
  );
  writeFileSync(path, `id,text\n${lines.join('\n')}\n`);
}

describe('sentiment classify --url', () => {
  describe('with the shipped model', () => {
    it('writes the bytes of a run without a server: long texts, all scripts, lone surrogates, the neutral label', async () => {
      const { url } = await start();
      const long = golden.answers.map(({ text }) => text).join(' ');
      const texts = [
        ...golden.answers.map(({ text }) => text),
        long.repeat(20),
        'great '.repeat(200_000),
        '\ud83d half of an emoji',
        '好'.repeat(40_000),
        ...Array.from({ length: 300 }, (_, index) => `${long.slice(index, index + index)} ${index}`),
      ];
      const [input, here, there] = [toPath('texts.ndjson'), toNewPath('here.ndjson'), toNewPath('there.ndjson')];
      writeFileSync(input, texts.map((text, id) => JSON.stringify({ id, text })).join('\n'));
      await classify([input, '--neutral', '--output', here]);
      await classify([input, '--neutral', '--output', there, '--url', `${url}/`]);
      expect(readFileSync(there).equals(readFileSync(here))).toBe(true);
      expect(readFileSync(there, 'utf8').match(/"truncated":true\}$/gm)?.length).toBeGreaterThan(2);
    });

    it('writes the same file when the service is killed twice and started again', async () => {
      const [input, output, undisturbed] = [
        toPath('reviews.csv'),
        toNewPath('killed.csv'),
        toNewPath('undisturbed.csv'),
      ];
      writeReviews(input);
      await classify([input, '--output', undisturbed]);
      let service = await start();
      const run = startClassify([input, '--output', output, '--url', service.url]);
      for (const share of [0.2, 0.6]) {
        await untilLarger(output, share * statSync(undisturbed).size);
        await kill(service);
        service = await start({ PORT: new URL(service.url).port });
      }
      const { code, stderr } = await run.ended;
      expect(code, stderr).toBe(0);
      expect(stderr).toContain('the service cannot be reached: ');
      expect(readFileSync(output).equals(readFileSync(undisturbed))).toBe(true);
      await service.stop();
    });
  });

  describe('with a small model', () => {
    const [input, undisturbed] = [toPath('many.csv'), toPath('many-undisturbed.csv')];
    /** Fewer requests than a run sends at once, so that it is slow enough to be interrupted. */
    const limited = { MODEL_DIR: threeClassModel, RATE_LIMIT_REQUESTS: '8', RATE_LIMIT_SECONDS: '1' };
    let unlimitedUrl: string;

    beforeAll(async () => {
      ({ url: unlimitedUrl } = await start({ MODEL_DIR: threeClassModel }));
      const texts = Array.from({ length: SMALL_ROWS }, (_, index) => `good bad ${index}`);
      writeFileSync(input, `text\n${texts.join('\n')}\n`);
      await classify([input, '--output', undisturbed, '--model-dir', threeClassModel]);
    });

    it('follows the rate limit of the service, and stops within two seconds of SIGINT while it waits', async () => {
      const output = toNewPath('limited.csv');
      const api = await start(limited);
      const args = [input, '--output', output];
      const run = startClassify([...args, '--url', api.url]);
      await untilLarger(output, 0.2 * statSync(undisturbed).size);
      expect(run.stderr()).toContain('the service answered 429 (rate-limited): ');
      await kill(api);
      const stoppedMs = performance.now();
      run.kill('SIGINT');
      const { code, stderr } = await run.ended;
      expect(performance.now() - stoppedMs).toBeLessThan(2_000);
      expect(code, stderr).toBe(130);
      const [, rows] = /stopped after (\d+) rows; the same command with --resume continues/.exec(stderr) ?? [];
      expect(Number(rows)).toBeGreaterThan(0.15 * SMALL_ROWS);
      const { rows: saved } = JSON.parse(readFileSync(`${output}.checkpoint.json`, 'utf8')) as { rows: number };
      expect(saved).toBe(Number(rows));
      await classify([...args, '--url', unlimitedUrl, '--resume']);
      expect(parse(readFileSync(output))).toHaveLength(SMALL_ROWS + 1);
      expect(readFileSync(output).equals(readFileSync(undisturbed))).toBe(true);
    });

    it('stops when the service has another model, and continues by a service that has the former one', async () => {
      const output = toNewPath('models.csv');
      const api = await start(limited);
      const args = [input, '--output', output];
      const run = startClassify([...args, '--url', api.url]);
      await untilLarger(output, 0.1 * statSync(undisturbed).size);
      await kill(api);
      await start({ MODEL_DIR: nanModel, PORT: new URL(api.url).port });
      const { code, stderr } = await run.ended;
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /cannot classify: the service has the model nan-for-one-token@\w{12} now, but the run began with three-classes@\w{12}/,
      );
      const refused = await startClassify([...args, '--url', api.url, '--resume']).ended;
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('this is another run than the one to resume: the model changed');
      await classify([...args, '--url', unlimitedUrl, '--resume']);
      expect(readFileSync(output).equals(readFileSync(undisturbed))).toBe(true);
    });
  });

  describe('with keys and small limits', () => {
    const [keyFile, wrongKeyFile] = [toPath('key'), toPath('wrong-key')];
    let url: string;

    beforeAll(async () => {
      writeFileSync(toPath('keys'), `shop:${KEY}\n`);
      writeFileSync(keyFile, `${KEY}\n`);
      writeFileSync(wrongKeyFile, 'wrong-key-0123456789');
      const limits = { MAX_TEXTS: '10', MAX_BODY_BYTES: '400', API_KEYS_FILE: toPath('keys') };
      ({ url } = await start({ MODEL_DIR: nanModel, ...limits }));
    });

    it('gives texts that the service refuses an error, and all others their scores', async () => {
      const texts = Array.from({ length: 500 }, (_, index) =>
        index % 3 === 0 ? `good poison ${index}` : `good ${index}`,
      );
      const stdin = `text\n${texts.join('\n')}\n`;
      const here = await classify(['-', '--model-dir', nanModel], stdin);
      const args = ['-', '--url', url, '--key-file', keyFile];
      const there = await classify(args, `${stdin}${'bad '.repeat(200)}\nbad\n`);
      expect(there.stdout.startsWith(here.stdout)).toBe(true);
      expect(here.stdout.match(/The model has no finite answer for this text\./g)).toHaveLength(167);
      expect(
        parse(there.stdout)
          .slice(-2)
          .map((row) => row.at(-1)),
      ).toEqual(['The body is larger than 400 bytes (setting MAX_BODY_BYTES).', '']);
    });

    it.each([
      [['--key-file', wrongKeyFile], `the service refuses the API key in the first line of ${wrongKeyFile}`],
      [[], 'the service asks for an API key: name a file with it by --key-file'],
    ])('cannot be done with a wrong or missing key: %j', async (args, reason) => {
      const stderr = `cannot classify: ${reason}\n`;
      expect(await startClassify(['-', '--url', url, ...args], 'text\ngood\n').ended).toEqual({
        code: 2,
        signal: null,
        stdout: '',
        stderr,
      });
    });
  });
});
