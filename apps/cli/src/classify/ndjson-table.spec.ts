import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { NdjsonTable } from './ndjson-table.js';
import type { Row, RowResult } from './table.js';

const LABELS = ['NEGATIVE', 'POSITIVE'];
const RESULT: RowResult = { sentiment: 'POSITIVE', score: 0.9, scores: [0.1, 0.9], truncated: false, error: undefined };

async function readRows(chunks: readonly string[], from = { byte: 0, row: 0 }): Promise<Row[]> {
  const rows: Row[] = [];
  const input = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const row of new NdjsonTable('text').readRows(input, from)) rows.push(row);
  return rows;
}

const format = (row: Row | undefined, result = RESULT) =>
  row && (JSON.parse(new NdjsonTable('text').formatRow(row, result, LABELS)) as unknown);

describe('An NDJSON table', () => {
  it('reads a text, and a field of an object, wherever the input is cut', async () => {
    const rows = await readRows(['"go', 'od"\n{"id":7,"te', 'xt":"bad"}\r\n\n"last"']);
    expect(rows.map(({ number, text, endByte }) => [number, text, endByte])).toEqual([
      [1, 'good', 7],
      [2, 'bad', 30],
      [3, 'last', 37],
    ]);
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
