import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { threeClassModel } from '#libs/testing';
import { golden } from '../golden.js';
import { runClassify as classify } from './run-classify.js';
import { isLarger, SENTIMENT, startClassify, untilLarger } from './sentiment-process.js';

const ROWS = 5_000;
const KILLS = 3;

const sharedFolder = mkdtempSync(join(tmpdir(), 'classify-'));
const input = join(sharedFolder, 'reviews.csv');
const undisturbed = join(sharedFolder, 'undisturbed.csv');
/** Of one attempt of one test: CI repeats a test that failed, and the second attempt must find no output of the first. */
let folder: string;

function quote(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** Texts of this project with quotes, line breaks and emoji, numbered so that few are equal; every fiftieth cell is empty. */
function writeReviews(path: string, rows: number): void {
  const texts = golden.answers.map(({ text }) => text).filter((text) => text.trim() !== '' && text.length < 300);
  const lines = Array.from({ length: rows }, (_, index) => {
    const text = texts[index % texts.length] ?? '';
    const cell = index % 50 === 7 ? '' : quote(`${text}\n"${index}" 😀`);
    return `${index},${cell},${index % 3 === 0 ? 'x,y' : 'plain'}`.replace('x,y', '"x,y"');
  });
  writeFileSync(path, `\uFEFFid,text,note\r\n${lines.join('\r\n')}\r\n`);
}

/** Sends a signal when the output has more than a share of the bytes of the undisturbed run. */
function killAt(signal: NodeJS.Signals, output: string, share: number) {
  const bytes = share * statSync(undisturbed).size;
  return { kill: { signal, isDue: () => isLarger(output, bytes) } };
}

const readRecords = (path: string) => parse(readFileSync(path), { bom: true, relax_column_count: true });

beforeAll(async () => {
  writeReviews(input, ROWS);
  const { code, stderr } = await classify([input, '--output', undisturbed]);
  expect(code, stderr).toBe(0);
});
beforeEach(() => {
  folder = mkdtempSync(join(sharedFolder, 'test-'));
});
afterAll(() => {
  rmSync(sharedFolder, { recursive: true });
});

describe('sentiment classify', () => {
  it('writes every row in order with its cells unchanged, and the scores of the reference', () => {
    const before = readRecords(input);
    const after = readRecords(undisturbed);
    expect(after).toHaveLength(ROWS + 1);
    expect(after.map((row) => row.slice(0, 3))).toEqual(before);
    expect(after[0]?.slice(3)).toEqual(['sentiment', 'score', 'negative', 'positive', 'truncated', 'error']);
    expect(after[8]?.slice(3)).toEqual(['', '', '', '', 'false', 'The text is empty.']);
    for (const [, , , sentiment, score, negative, positive] of after.slice(1).filter((row) => row[8] === '')) {
      expect(Number(negative) + Number(positive)).toBeCloseTo(1, 5);
      expect(Number(score)).toBe(Number(sentiment === 'POSITIVE' ? positive : negative));
    }
    expect(existsSync(`${undisturbed}.checkpoint.json`)).toBe(false);
  });

  it('ends with the same file when it is killed at random moments and resumed', async () => {
    const output = join(folder, 'killed.csv');
    let killed = 0;
    for (let attempt = 0; ; attempt++) {
      const args = [input, '--output', output, ...(attempt > 0 ? ['--resume'] : [])];
      // The share grows from kill to kill: a run that is resumed finds the rows of the former one, and must write more.
      const share = (killed + Math.random()) / (KILLS + 1);
      const ended = await classify(args, killed < KILLS ? killAt('SIGKILL', output, share) : {});
      if (ended.code === 0) break;
      expect(ended.signal, ended.stderr).toBe('SIGKILL');
      killed++;
    }
    expect(killed).toBe(KILLS);
    expect(readFileSync(output).equals(readFileSync(undisturbed))).toBe(true);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('writes what it has read after %s, and goes on with --resume', async (signal, exitCode) => {
    const output = join(folder, `${signal}.csv`);
    const stopped = await classify([input, '--output', output], killAt(signal, output, 0.2));
    expect(stopped.code, stopped.stderr).toBe(exitCode);
    expect(stopped.stderr).toMatch(/stopped after \d+ rows; the same command with --resume continues/);
    expect((await classify([input, '--output', output, '--resume'])).code).toBe(0);
    expect(readFileSync(output).equals(readFileSync(undisturbed))).toBe(true);
  });

  it('says that a file cannot grow, and goes on when it can', async () => {
    const output = join(folder, 'full.csv');
    const full = await classify([input, '--output', output], { maxFileKib: 200 });
    expect(full.code).toBe(75);
    expect(full.stderr).toMatch(/cannot classify: EFBIG: .*; the same command with --resume continues/);
    expect((await classify([input, '--output', output, '--resume'])).code).toBe(0);
    expect(readFileSync(output).equals(readFileSync(undisturbed))).toBe(true);
  });

  it('advises no --resume for the standard input, which cannot be read again', async () => {
    const args = ['-', '--output', join(folder, 'stream.csv')];
    const full = await classify(args, { stdin: readFileSync(input), maxFileKib: 200 });
    expect(full.code).toBe(75);
    expect(full.stderr).toMatch(/cannot classify: EFBIG: [^;]*\n$/);
  });

  it.each([
    [['--column', 'review'], 'has no column "review"'],
    [['--report', 'r.html', '--group-by', 'brand'], 'has no column "brand"'],
    [['--encoding', 'windows-1252', '--prefix', '\u0436'], 'which has no character \u0436'],
  ])('keeps an output that --force would replace when a column is wrong: %j', async (args, reason) => {
    const [small, output] = [join(folder, 'wrong.csv'), join(folder, 'wrong-scored.csv')];
    writeFileSync(small, 'text\ngood\n');
    writeFileSync(output, 'kept');
    const { code, stderr } = await classify([small, '--output', output, '--force', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
    expect(readFileSync(output, 'utf8')).toBe('kept');
    expect(existsSync(`${output}.checkpoint.json`)).toBe(false);
  });

  it('says that its input was changed while it was read, and resumes no such run', async () => {
    const [changing, output] = [join(folder, 'changing.csv'), join(folder, 'changing-scored.csv')];
    writeReviews(changing, ROWS);
    const run = startClassify([changing, '--output', output]);
    await untilLarger(output, 0);
    appendFileSync(changing, '9999,one more,\r\n');
    const { code, stderr } = await run.ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining('was changed while it was read')]);
    expect((await classify([changing, '--output', output, '--resume'])).stderr).toContain('another run');
  });

  it('does not replace the file that is its standard input', () => {
    const small = join(folder, 'self.csv');
    writeFileSync(small, 'text\ngood\n');
    const command = `"$1" "$2" classify - --output "$3" --force < "$3"`;
    const { status, stderr } = spawnSync('sh', ['-c', command, 'sh', process.execPath, SENTIMENT, small]);
    expect([status, stderr.toString()]).toEqual([2, expect.stringContaining('the output is the input')]);
    const appended = spawnSync('sh', [
      '-c',
      '"$1" "$2" classify - < "$3" >> "$3"',
      'sh',
      process.execPath,
      SENTIMENT,
      small,
    ]);
    expect(appended.status).toBe(2);
    expect(readFileSync(small, 'utf8')).toBe('text\ngood\n');
  });

  it.each([
    ['ends with 141 when the reader of its output has ended', '| true', 141, ''],
    ['ends with 75 when its output is full', '> /dev/full', 75, 'cannot classify: ENOSPC'],
  ])('%s', (_, redirection, code, message) => {
    const command = `"$1" "$2" classify "$3" ${redirection}; exit \${PIPESTATUS[0]}`;
    const { status, stderr } = spawnSync('bash', ['-c', command, 'bash', process.execPath, SENTIMENT, input]);
    expect(status, stderr.toString()).toBe(code);
    expect(stderr.toString()).toContain(message);
    expect(stderr.toString()).not.toContain('    at ');
  });

  it('reads a named pipe, which it can neither divide nor resume', async () => {
    const [small, pipe] = [join(folder, 'piped.csv'), join(folder, 'pipe')];
    writeFileSync(small, 'text\ngood\n');
    execFileSync('mkfifo', [pipe]);
    const run = startClassify([pipe]);
    execFileSync('sh', ['-c', 'cat "$1" > "$2"', 'sh', small, pipe]);
    expect(await run.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('good,POSITIVE') as string });
    const divided = await classify([pipe, '--output', join(folder, 'part.csv'), '--shard', '0/2']);
    expect([divided.code, divided.stderr]).toEqual([2, expect.stringContaining('a file that can be read again')]);
  });

  it('leaves nothing when its output cannot be opened', async () => {
    const small = join(folder, 'small.csv');
    writeFileSync(small, 'text\ngood\n');
    mkdirSync(join(folder, 'taken.csv'));
    expect((await classify([small, '--output', join(folder, 'taken.csv'), '--force'])).code).toBe(2);
    const missing = await classify([small, '--output', join(folder, 'missing/out.csv')]);
    expect([missing.code, missing.stderr]).toEqual([2, `cannot classify: there is no folder ${folder}/missing\n`]);
    expect(readdirSync(folder).toSorted()).toEqual(['small.csv', 'taken.csv']);
  });

  it('refuses to resume another run, and names what changed', async () => {
    const [changed, output] = [join(folder, 'changed.csv'), join(folder, 'scored.csv')];
    writeReviews(changed, 2_000);
    await classify([changed, '--output', output], killAt('SIGKILL', output, 0));
    appendFileSync(changed, '9999,one more,\r\n');
    const { code, stderr } = await classify([changed, '--output', output, '--resume', '--neutral']);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'this is another run than the one to resume: the options, the size of the input, the time of the last change of the input changed',
    );
  });

  it('begins a run with --resume when there is none, and refuses an output without a checkpoint', async () => {
    const small = join(folder, 'begun.csv');
    writeFileSync(small, 'text\ngood\n');
    const args = [small, '--output', join(folder, 'begun-scored.csv'), '--resume'];
    expect((await classify(args)).code).toBe(0);
    expect((await classify(args)).stderr).toContain('there is nothing to resume');
  });

  it('refuses a second run with the same output while the first one runs', async () => {
    const output = join(folder, 'twice.csv');
    const first = startClassify([input, '--output', output]);
    await untilLarger(output, 0);
    for (const flag of ['--resume', '--force']) {
      const second = await classify([input, '--output', output, flag]);
      expect(second.code).toBe(2);
      expect(second.stderr).toMatch(/^cannot classify: process \d+ is writing .*twice\.csv: wait until it has ended/);
    }
    expect((await first.ended).code).toBe(0);
    expect(readFileSync(output).equals(readFileSync(undisturbed))).toBe(true);
    expect(existsSync(`${output}.lock`)).toBe(false);
  });

  it.each(['missing.csv', 'missing.csv.gz'])(
    'leaves nothing of a run without the column of the texts: %s',
    async (name) => {
      const output = join(folder, name);
      const { code, stderr } = await classify([input, '--output', output, '--column', 'review']);
      expect([code, stderr]).toEqual([2, expect.stringContaining('has no column "review"')]);
      expect([output, `${output}.checkpoint.json`, `${output}.lock`].filter((path) => existsSync(path))).toEqual([]);
    },
  );

  it('replaces an output, or the input itself, only when it is told to', async () => {
    const small = join(folder, 'small.csv');
    writeFileSync(small, 'text\ngood\n');
    const output = join(folder, 'small-scored.csv');
    writeFileSync(output, 'kept');
    const refused = await classify([small, '--output', output]);
    expect(refused.stderr).toContain(`${output} exists: replace it with --force`);
    expect(readFileSync(output, 'utf8')).toBe('kept');
    expect((await classify([small, '--output', output, '--force'])).code).toBe(0);
    const same = await classify([small, '--output', small, '--force']);
    expect(same.stderr).toContain('the output is the input: name another file');
    expect(readFileSync(small, 'utf8')).toBe('text\ngood\n');
  });

  it('reads the standard input, and writes the standard output', async () => {
    const { code, stdout } = await classify(['-', '--format', 'ndjson', '--model-dir', threeClassModel, '--neutral'], {
      stdin: '"good"\n{"id":2,"text":"parcel"}\nnothing\n',
    });
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { text: 'good', sentiment: 'POSITIVE' },
      { id: 2, text: 'parcel', sentiment: 'NEUTRAL' },
      { line: 'nothing', error: 'The line is no JSON.' },
    ]);
  });

  it('works in any folder', async () => {
    const { code, stdout, stderr } = await classify(['-'], { stdin: 'text\ngood\n', cwd: folder });
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('good,POSITIVE,');
  });

  it('ends with 1 after more errors than allowed', async () => {
    const output = join(folder, 'errors.csv');
    const { code, stderr } = await classify([input, '--output', output, '--max-errors', '0']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/\d+ rows have an error, and --max-errors is 0/);
  });

  it.each([
    [['a.csv', '--resume'], '--resume needs a file as input, and --output'],
    [['a.csv', '--format', 'xlsx'], '--format must be one of csv, tsv, ndjson'],
    [['a.csv', '--delimiter', '::'], '--delimiter must be one character'],
    [['a.csv', '--max-errors', 'few'], '--max-errors must be a whole number'],
    [['a.csv', 'b.csv'], 'name one file, or - for the standard input'],
    [['missing.csv'], "ENOENT: no such file or directory, stat 'missing.csv'"],
  ])('refuses the arguments %j', async (args, reason) => {
    const { code, stderr } = await classify(args);
    expect(code).toBe(2);
    expect(stderr).toBe(`cannot classify: ${reason}\n`);
  });
});
