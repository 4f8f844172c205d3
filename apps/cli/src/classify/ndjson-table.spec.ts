import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { NdjsonTable } from './ndjson-table.js';
import type { Row, RowResult } from './table.js';

const LABELS = ['NEGATIVE', 'POSITIVE'];
const RESULT: RowResult = { sentiment: 'POSITIVE', score: 0.9, scores: [0.1, 0.9], truncated: false, error: undefined };

const OPTIONS = { field: 'text', sentences: false };

async function readRows(chunks: readonly string[], from = { byte: 0, row: 0 }): Promise<Row[]> {
  const rows: Row[] = [];
  const input = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const row of new NdjsonTable(OPTIONS).readRows(input, from)) rows.push(row);
  return rows;
}

const format = (row: Row | undefined, result = RESULT) =>
  row && (JSON.parse(new NdjsonTable(OPTIONS).formatRow(row, result, LABELS)) as unknown);

describe('An NDJSON table', () => {
  it('reads a text, and a field of an object, wherever the input is cut', async () => {
    const rows = await readRows(['"go', 'od"\n{"id":7,"te', 'xt":"bad"}\r\n\n"last"']);
    expect(rows.map(({ number, text, endByte }) => [number, text, endByte])).toEqual([
      [1, 'good', 7],
      [2, 'bad', 30],
      [3, 'last', 37],
    ]);
  });

  it('leaves the object and its line break as they are written', async () => {
    const [row] = await readRows(['{ "id": 12345678901234567890, "text": "\\u0067ood", "price": 1.0 } \r\n']);
    if (!row) throw new Error('there is no row');
    expect(new NdjsonTable(OPTIONS).formatRow(row, RESULT, LABELS)).toBe(
      '{ "id": 12345678901234567890, "text": "\\u0067ood", "price": 1.0 ,"sentiment":"POSITIVE","score":0.9,' +
        '"scores":{"NEGATIVE":0.1,"POSITIVE":0.9},"truncated":false}\r\n',
    );
  });

  it('replaces fields of earlier answers', async () => {
    const [row] = await readRows(['{"text":"good","sentiment":"bad","error":"old"}\n']);
    const scores = { NEGATIVE: 0.1, POSITIVE: 0.9 };
    expect(format(row)).toEqual({ text: 'good', sentiment: 'POSITIVE', score: 0.9, scores, truncated: false });
  });

  it('ends the last line', async () => {
    const [row] = await readRows(['{ }']);
    if (!row) throw new Error('there is no row');
    const error = 'There is no text.';
    expect(new NdjsonTable(OPTIONS).formatRow(row, { ...RESULT, error }, LABELS)).toBe(`{ "error":"${error}"}\n`);
  });

  it('names the row and the sentence, when sentences are classified', async () => {
    const [row] = await readRows(['{"text":"A. B."}\n']);
    if (!row) throw new Error('there is no row');
    const table = new NdjsonTable({ ...OPTIONS, sentences: true });
    const sentence = { ...row, text: 'B.', sentence: { number: 2, text: 'B.' } };
    expect(table.formatRow(sentence, RESULT, LABELS)).toMatch(
      /^\{"text":"A. B.","row":1,"sentence":2,"sentence_text":"B.","sentiment":"POSITIVE",/,
    );
    expect(table.formatRow(row, { ...RESULT, error: 'No text.' }, LABELS)).toBe(
      '{"text":"A. B.","row":1,"error":"No text."}\n',
    );
  });

  it('adds the answer to the fields of the object', async () => {
    const [row] = await readRows(['{"id":7,"text":"good"}\n']);
    const scores = { NEGATIVE: 0.1, POSITIVE: 0.9 };
    expect(format(row)).toEqual({ id: 7, text: 'good', sentiment: 'POSITIVE', score: 0.9, scores, truncated: false });
  });

  it.each([
    ['no JSON', '{"text":', { line: '{"text":' }, 'The line is no JSON.'],
    ['no text', '{"id":1}', { id: 1 }, 'The line is no text, and no object with a text in the field text.'],
    ['an empty text', '" "', { text: ' ' }, 'The text is empty.'],
  ])('gives a line with %s an error, and keeps what it holds', async (_, line, kept, error) => {
    const [row] = await readRows([line]);
    expect(row).toMatchObject({ text: undefined, error });
    const result = { ...RESULT, sentiment: undefined, score: undefined, scores: [], error };
    expect(format(row, result)).toEqual({ ...kept, error });
  });
});
