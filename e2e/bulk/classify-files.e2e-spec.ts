import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtures, isMissing, threeClassModel } from '#libs/testing';
import { golden } from '../golden.js';
import { runClassify } from './run-classify.js';

/** A checkpoint with rows is written after two seconds, and these take longer on two cores. */
const FIRST_TEXTS = 4_500;
const MAX_KILL_DELAY_MS = 300;
const EXACT_DIGITS = 5;

const folder = mkdtempSync(join(tmpdir(), 'classify-files-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Classifies a file into another one, and returns the bytes of that. */
async function classify(input: string, output: string, ...args: readonly string[]): Promise<Buffer> {
  // A path that no former attempt has used: CI repeats a test that failed.
  const path = join(mkdtempSync(join(folder, 'test-')), output);
  const { code, stderr } = await runClassify([input, '--output', path, ...args]);
  expect(code, stderr).toBe(0);
  return readFileSync(path);
}

/** The scores that the command gives texts, each in a line of JSON. */
async function score(texts: readonly string[]): Promise<(number | undefined)[]> {
  const stdin = texts.map((text) => `${JSON.stringify(text)}\n`).join('');
  const { code, stdout, stderr } = await runClassify(['-', '--format', 'ndjson'], { stdin });
  expect(code, stderr).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as { scores?: { POSITIVE: number } }).scores?.POSITIVE);
}

const decode = (bytes: Buffer, encoding: string) => new TextDecoder(encoding, { fatal: true }).decode(bytes);

describe('sentiment classify: a file of another tool', () => {
  let expected: readonly (number | undefined)[];

  const readTable = (text: string, delimiter = ',') => {
    return parse<Record<string, string>>(text, { delimiter, columns: true });
  };

  beforeAll(async () => {
    const rows = readTable(readFileSync(join(fixtures, 'tables/postgresql-copy.csv'), 'utf8'));
    expect(rows).toHaveLength(10);
    expected = await score(rows.map(({ text = '' }) => text));
    expect(expected.filter((each) => each === undefined)).toHaveLength(1);
  });

  it.each([
    ['excel-unicode-text.txt', '\t', (bytes: Buffer) => decode(bytes, 'utf-16le')],
    ['excel-csv-utf-8-semicolon.csv', ';', (bytes: Buffer) => decode(bytes, 'utf-8')],
    ['pandas-gzip.csv.gz', ',', (bytes: Buffer) => decode(gunzipSync(bytes), 'utf-8')],
  ] as const)('gets the scores of its texts: %s', async (name, delimiter, read) => {
    const output = await classify(join(fixtures, 'tables', name), name);
    const rows = readTable(read(output), delimiter);
    expect(rows.map(({ positive }) => (positive === '' ? undefined : Number(positive)))).toEqual(
      expected.map((each): unknown => each && expect.closeTo(each, EXACT_DIGITS)),
    );
  });

  it('is read as Windows-1252 when it is no UTF-8, with a notice, and keeps its bytes', async () => {
    const input = join(fixtures, 'tables/excel-csv-windows-1252.csv');
    const output = join(folder, 'windows-1252.csv');
    const args = [input, '--output', output, '--force', '--model-dir', threeClassModel];
    const { code, stderr } = await runClassify(args);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('the input is no UTF-8: it is read as windows-1252 (see --encoding)\n');
    expect(readFileSync(output, 'latin1')).toContain('5;1,234.56 \x80 \x97 \x93fair\x94 price\x85;3;');
  });
});

describe('sentiment classify: compressed data', () => {
  const TABLE = 'text\ngood\nbad\n';

  it('are read from the standard input', async () => {
    const { code, stdout } = await runClassify(['-', '--model-dir', threeClassModel], { stdin: gzipSync(TABLE) });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^text,sentiment,.*\ngood,POSITIVE,.*\nbad,NEGATIVE,.*\n$/);
  });

  it.skipIf(isMissing('zstd'))('may be of zstd', async () => {
    const { stdout } = spawnSync('zstd', ['--stdout'], { input: TABLE });
    const output = await classify(write('table.csv.zst', stdout), 'zstd.csv', '--model-dir', threeClassModel);
    expect(output.toString()).toContain('\ngood,POSITIVE,');
  });
});

describe('sentiment classify: a file that cannot be read', () => {
  const packed = gzipSync('text\ngood\n');
  const damaged = Buffer.from(packed);
  damaged.writeUInt8(0, packed.length - 8);

  it.each([
    ['cut.csv.gz', packed.subarray(0, -4), 'the gzip data of the input are damaged or cut: unexpected end of file'],
    ['damaged.csv.gz', damaged, 'the gzip data of the input are damaged or cut: incorrect data check'],
    [
      'book.xlsx',
      Buffer.from('PK\u0003\u0004'),
      'the input is a workbook (.xlsx) or a zip archive: save it as CSV, or unzip it',
    ],
  ])('is refused, and the reason said: %s', async (name, content, reason) => {
    const { code, stderr } = await runClassify([write(name, content)]);
    expect(code).toBe(2);
    expect(stderr).toBe(`cannot classify: ${reason}\n`);
  });

  it.each([
    ['utf-8', Buffer.from('text\nschöne Größe \xe9\n').fill(0xe9, 21, 22), 'an invalid byte at byte offset 21'],
    ['utf-16le', Buffer.from('\uFEFFtext\ngood\n', 'utf16le').subarray(0, -1), 'half of a character at byte offset 20'],
  ])('is refused when it is no %s to the end', async (encoding, content, fault) => {
    const { code, stderr } = await runClassify([write('invalid.csv', content), '--model-dir', threeClassModel]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `cannot classify: the input is no ${encoding}: ${fault}; repair it, or name another encoding`,
    );
  });
});

describe('sentiment classify --sentences', () => {
  const LONG = 'Loud, long and empty. '.repeat(95_000);

  it('gives each sentence the scores that it has as a text, and marks uncertain ones', async () => {
    const cells = ['"Great cast. Wasted on a bad script! Meh"', '', '"One sentence, no more"', `"${LONG}"`, 'End.'];
    const input = write('documents.csv', `text,id\n${cells.map((cell, index) => `${cell},${index}\n`).join('')}`);
    const beganMs = performance.now();
    const output = await classify(input, 'sentences.csv', '--sentences', '--min-score', '0.9');
    expect(performance.now() - beganMs).toBeLessThan(30_000);

    const rows = parse<Record<string, string>>(output, { columns: true });
    expect(rows.map(({ id, row, sentence, sentence_text: text, error }) => [id, row, sentence, text, error])).toEqual([
      ['0', '1', '1', 'Great cast.', ''],
      ['0', '1', '2', 'Wasted on a bad script!', ''],
      ['0', '1', '3', 'Meh', ''],
      ['1', '2', '', '', 'The text is empty.'],
      ['2', '3', '1', 'One sentence, no more', ''],
      ['3', '4', '', '', `The text has ${LONG.length} characters, and at most 65536 are divided into sentences.`],
      ['4', '5', '1', 'End.', ''],
    ]);
    expect(rows[5]?.['text']).toBe(LONG);
    const scored = rows.filter(({ error }) => error === '');
    const expected = await score(scored.map(({ sentence_text: text = '' }) => text));
    for (const [index, { sentiment, score: best, positive }] of scored.entries()) {
      expect(Number(positive)).toBeCloseTo(expected[index] ?? Number.NaN, EXACT_DIGITS);
      expect(sentiment === 'uncertain').toBe(Number(best) < 0.9);
    }
    expect(new Set(scored.map(({ sentiment }) => sentiment))).toContain('uncertain');
  });
});

describe('sentiment classify --resume', () => {
  const texts = golden.answers.map(({ text }) => text).filter((text) => text.trim() !== '' && text.length < 60);

  /** Texts of several sentences, numbered so that few are equal. */
  function makeTable(rows: number, sentences: number): string {
    const lines = Array.from({ length: rows }, (_, row) => {
      const rest = Array.from({ length: sentences - 1 }, (_unused, index) => `\n\nNo ${row}.${index}`).join('');
      return `${row},"${`${texts[row % texts.length] ?? ''} ${row}${rest}`.replaceAll('"', '""')}"`;
    });
    return `id,text\r\n${lines.join('\r\n')}\r\n`;
  }

  /** Kills a run when a checkpoint holds rows of it. @returns the number of texts: more on a machine that was done before that */
  async function killMidway(input: string, output: string, args: readonly string[], encode: (texts: number) => Buffer) {
    const checkpoint = `${output}.checkpoint.json`;
    const isDue = () =>
      existsSync(checkpoint) && (JSON.parse(readFileSync(checkpoint, 'utf8')) as { rows: number }).rows > 0;
    for (let texts = FIRST_TEXTS; ; texts *= 2) {
      writeFileSync(input, encode(texts));
      const kill = { signal: 'SIGKILL', isDue, afterMs: Math.random() * MAX_KILL_DELAY_MS } as const;
      const { code, signal, stderr } = await runClassify([input, '--output', output, '--force', ...args], { kill });
      // A run that is complete has no checkpoint, and needs a moment to end.
      if (signal === 'SIGKILL' && existsSync(checkpoint)) return texts;
      if (signal === null) expect(code, stderr).toBe(0);
    }
  }

  it.each([
    ['UTF-16', 'reviews.csv', 'utf-16le', 1, []],
    ['gzip data with sentences', 'packed.csv.gz', 'utf-8', 3, ['--sentences', '--min-score', '0.8']],
  ])('continues a gzip output of %s after a kill, with the same result', async (_, name, encoding, sentences, args) => {
    const [input, output] = [join(folder, name), join(folder, `killed-${name}.gz`)];
    const count = await killMidway(input, output, args, (texts) => {
      const table = makeTable(texts / sentences, sentences);
      return encoding === 'utf-8' ? gzipSync(table) : Buffer.from(`\uFEFF${table}`, 'utf16le');
    });
    const other = await runClassify([input, '--output', output, '--resume', '--min-score', '0.7']);
    expect(other.stderr).toContain('this is another run than the one to resume: the options changed');
    const resumed = await runClassify([input, '--output', output, ...args, '--resume']);
    expect(resumed.code, resumed.stderr).toBe(0);

    const undisturbed = await classify(input, `undisturbed-${name}`.replace(/\.gz$/, ''), ...args);
    expect(gunzipSync(readFileSync(output)).equals(undisturbed)).toBe(true);
    const found = parse<{ id: string }>(decode(undisturbed, encoding), { columns: true });
    expect(new Set(found.map(({ id }) => id)).size).toBe(count / sentences);
    expect(found.length).toBeGreaterThanOrEqual(count);
  });
});
