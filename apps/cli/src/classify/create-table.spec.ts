import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { fixtures } from '#libs/testing';
import { describe, expect, it } from 'vitest';
import { parseClassifyOptions } from './classify-options.js';
import { createTable } from './create-table.js';
import { StreamOutput } from './output.js';
import { TableInput } from './table-input.js';
import type { Row, RowResult } from './table.js';
import { TextOutput } from './text-output.js';

const TEXTS = [
  'This is fun',
  'It was not a good idea, and it was not a good film.',
  '<b>bold</b> &amp; "quoted" \\ back/slash',
  'Würde ich wieder kaufen, ganz großes Kino!',
  '1,234.56 € — “fair” price…',
  'If you like slow films, you will love it; if not, stay away.',
  'Waiter was rude,\nsoup was cold,\nbill was wrong.',
  undefined,
  "I can't, won't and don't recommend it.",
  '"Loud, long and empty."',
];
const without = (...rows: readonly number[]) => TEXTS.filter((_, index) => !rows.includes(index + 1));
/** A backslash that stands before no quote is left out. */
const WITHOUT_BACKSLASH = TEXTS.map((text) => text?.replace('\\ back', ' back'));

/** Each file of a tool, the options that it needs, its delimiter, and what it holds if not all of the texts. */
const FILES: readonly [file: string, args: string, delimiter: string, texts?: readonly (string | undefined)[]][] = [
  ['excel-csv-macintosh.csv', '', ',', without(4, 5, 7)],
  ['excel-csv-utf-8.csv', '', ','],
  ['excel-csv-utf-8-semicolon.csv', '', ';'],
  ['excel-csv-windows-1252.csv', '', ';'],
  ['excel-sep-line.csv', '', ';'],
  ['excel-unicode-text.txt', '', '\t'],
  ['libreoffice-utf-8.csv', '', ','],
  ['libreoffice-quoted-windows-1252.csv', '', ';'],
  ['libreoffice-utf-16.tsv', '', '\t'],
  ['pandas-gzip.csv.gz', '', ','],
  ['pandas-index.csv', '', ','],
  ['pandas-nan-windows-1252.csv', '--null NaN', ';'],
  ['pandas-quote-all.csv', '', ','],
  ['pandas-quote-none.tsv', '--quoting none', '\t', without(7)],
  ['pandas-utf-16.csv', '', ','],
  ['postgresql-copy.csv', '', ','],
  ['postgresql-copy-escape.csv', '--quoting backslash --null NULL', ','],
  ['postgresql-copy-windows-1252.csv', '', ';'],
  ['r-write-csv.csv', '--null NA', ','],
  ['r-write-csv2-windows-1252.csv', '', ';'],
  ['r-write-table.txt', '--delimiter BLANK --quoting backslash --row-names --null NA', ' ', WITHOUT_BACKSLASH],
  ['r-write-table-utf-16le.tsv', '--encoding utf-16le --null NA', '\t'],
];
const LABELS = ['NEGATIVE', 'POSITIVE'];

function answer({ text, error }: Row): RowResult {
  if (text === undefined) return { sentiment: undefined, score: undefined, scores: [], truncated: false, error };
  return { sentiment: 'POSITIVE', score: 0.75, scores: [0.25, 0.75], truncated: false, error: undefined };
}

/** Reads a table and writes it with answers. */
async function classify(file: string, args: readonly string[]): Promise<{ rows: Row[]; output: Buffer }> {
  const options = parseClassifyOptions([join(fixtures, 'tables', file), ...args]);
  if (!options) throw new Error('there are no options');
  const input = await TableInput.open(options);
  const table = createTable(options, undefined);
  const rows: Row[] = [];
  for await (const row of table.readRows(input.read(0), { byte: 0, row: 0 })) rows.push(row);
  const stream = new PassThrough();
  const output = new TextOutput(new StreamOutput(stream), input.encoding, false);
  await output.write(table.formatHeader(LABELS));
  for (const row of rows) await output.write(table.formatRow(row, answer(row), LABELS));
  return { rows, output: stream.read() as Buffer };
}

function readFixture(file: string): Buffer {
  const content = readFileSync(join(fixtures, 'tables', file));
  return file.endsWith('.gz') ? gunzipSync(content) : content;
}

/** Takes the new cells away, in any encoding. @returns also from how many rows, with the header */
function removeNewCells(output: Buffer, delimiter: string): { text: string; rows: number } {
  const zero = output.includes(0) ? '\u0000' : '';
  const quote = delimiter === ' ' ? '"' : '';
  let [text, rows] = [output.toString('latin1'), 0];
  for (const cells of [
    ['', 'sentiment', 'score', 'negative', 'positive', 'truncated', 'error'],
    ['', 'POSITIVE', '0.75', '0.25', '0.75', 'false', ''],
    ['', '', '', '', '', 'false', `${quote}The text is empty.${quote}`],
    ['', '', '', '', '', 'false', `${quote}The text is missing.${quote}`],
  ]) {
    const parts = text.split(Array.from(cells.join(delimiter), (character) => character + zero).join(''));
    rows += parts.length - 1;
    text = parts.join('');
  }
  return { text, rows };
}

describe('A table as a tool writes it', () => {
  it.each(FILES)(
    'is read from %s, and written as it was with new cells',
    async (file, args, delimiter, texts = TEXTS) => {
      const { rows, output } = await classify(
        file,
        args
          .split(' ')
          .filter((arg) => arg !== '')
          .map((arg) => (arg === 'BLANK' ? ' ' : arg)),
      );
      expect(rows.map(({ text }) => text)).toEqual(texts);
      const text = readFixture(file).toString('latin1');
      expect(removeNewCells(output, delimiter)).toEqual({ text, rows: texts.length + 1 });
    },
  );

  it('is read from lines of JSON, and written as it was with new fields', async () => {
    const { rows, output } = await classify('pandas-lines.ndjson', []);
    expect(rows.map(({ text }) => text)).toEqual(TEXTS);
    const written = output.toString().replaceAll(/,"(sentiment|error)":.*\}\n/g, '}\n');
    expect(written).toBe(readFixture('pandas-lines.ndjson').toString());
  });
});
