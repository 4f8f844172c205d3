import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NdjsonTable, type NdjsonTableOptions } from './ndjson-table.js';
import type { Row, RowResult } from './table.js';

const LABELS = ['NEGATIVE', 'POSITIVE'];
const RESULT: RowResult = { sentiment: 'POSITIVE', score: 0.9, scores: [0.1, 0.9], truncated: false, error: undefined };

const OPTIONS = { field: 'text', sentences: false, nullText: undefined, prefix: '' };
const SCORES = { NEGATIVE: 0.1, POSITIVE: 0.9 };
/** A first line with the field of the texts. */
const FIRST = '"first"\n';

async function readRows(chunks: readonly string[], options: Partial<NdjsonTableOptions> = {}): Promise<Row[]> {
  const rows: Row[] = [];
  const input = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const table = new NdjsonTable({ ...OPTIONS, ...options });
  for await (const row of table.readRows(input, { byte: 0, row: 0 })) rows.push(row);
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
    const [row] = await readRows([
      ' { "id": 12345678901234567890, "text": "\\u0067ood", "big": 1e400, "price": 1.0 } \r\n',
    ]);
    if (!row) throw new Error('there is no row');
    expect(new NdjsonTable(OPTIONS).formatRow(row, RESULT, LABELS)).toBe(
      ' { "id": 12345678901234567890, "text": "\\u0067ood", "big": 1e400, "price": 1.0,"sentiment":"POSITIVE","score":0.9,' +
        '"scores":{"NEGATIVE":0.1,"POSITIVE":0.9},"truncated":false } \r\n',
    );
  });

  it('holds each object byte for byte around the new fields, whatever it holds', async () => {
    const json = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()).map((value) => JSON.stringify(value));
    await fc.assert(
      fc.asyncProperty(
        json,
        fc.constantFrom('', ' ', '\t '),
        fc.constantFrom('', ' ', '\r\n'),
        async (own, space, end) => {
          const line = `${own.slice(0, -1)}${space}}${end}`;
          const [, row] = await readRows([FIRST, line], { prefix: 'm_' });
          if (!row) throw new Error('there is no row');
          const written = new NdjsonTable({ ...OPTIONS, prefix: 'm_' }).formatRow(
            row,
            { ...RESULT, error: 'e' },
            LABELS,
          );
          const isEmpty = Object.keys(JSON.parse(own) as object).length === 0;
          expect(written.replace(`${isEmpty ? '' : ','}"m_error":"e"`, '').trimEnd()).toBe(line.trimEnd());
          expect(JSON.parse(written)).toEqual({ ...(JSON.parse(own) as object), m_error: 'e' });
        },
      ),
    );
  });

  it('puts a prefix before the names of the new fields', async () => {
    const options = { ...OPTIONS, sentences: true, prefix: 'm_' };
    const line = '{"id":7,"text":"good","score":4.50,"error":null,"row":3}';
    const [row] = await readRows([line], options);
    if (!row) throw new Error('there is no row');
    const sentence = { ...row, sentence: { number: 1, text: 'good' } };
    expect(new NdjsonTable(options).formatRow(sentence, RESULT, LABELS)).toBe(
      `${line.slice(0, -1)},"m_row":1,"m_sentence":1,"m_sentence_text":"good","m_sentiment":"POSITIVE","m_score":0.9,` +
        '"m_scores":{"NEGATIVE":0.1,"POSITIVE":0.9},"m_truncated":false}\n',
    );
  });

  it.each([
    ['score', '{"text":"good","score":4.50}', {}],
    ['score', '{"text":"good","sc\\u006fre":1,"score":2}', {}],
    ['error', '{"text":"","error":"The text is empty."}', {}],
    ['row', '{"text":"good","row":1}', { sentences: true }],
    ['sentence', '{"text":"good","sentence":1}', { sentences: true }],
    ['m_scores', '{"text":"good","m_scores":1}', { prefix: 'm_' }],
  ])('is refused when its first line has the new field %s: %s', async (name, line, options) => {
    await expect(readRows([line], options)).rejects.toThrow(
      `has a field ${name} already: choose other names for the new fields with --prefix`,
    );
  });

  it('keeps a later line with a new field as a text, with an error', async () => {
    const line = '{"id":12345678901234567890,"text":"good","score":4.50,"error":"mine"} ';
    const [, row] = await readRows([FIRST, line]);
    const error = 'The line has a field score already (see --prefix).';
    expect(row).toMatchObject({ text: undefined, error });
    expect(format(row, { ...RESULT, error })).toEqual({ line, error });
  });

  it('takes an object with fields of sentences when no sentences are classified', async () => {
    const [row] = await readRows(['{"text":"good","row":1,"sentence":2,"sentence_text":"x"}']);
    expect(row).toMatchObject({ text: 'good', error: undefined });
  });

  it('gives a line with two texts an error', async () => {
    const [row] = await readRows(['{"text":"good","t\\u0065xt":"bad"}']);
    expect(row).toMatchObject({ text: undefined, error: 'The line has more than one field text.' });
  });

  it('has a field of the name of a property of objects', async () => {
    const [row, none] = await readRows(['{"constructor":"good"}\n{}\n'], { field: 'constructor' });
    expect([row?.text, none?.text]).toEqual(['good', undefined]);
  });

  it('has the field of the texts in one of its first 1,000 lines', async () => {
    const others = '{"id":1}\n'.repeat(999);
    expect(await readRows([others, '{"text":"good"}\n'])).toHaveLength(1_000);
    await expect(readRows([others, '"a'.repeat(2), '\n', '{"text":"good"}\n'])).rejects.toThrow(
      'has no field "text" in its first 1000 lines; the first object has "id" (see --column)',
    );
  });

  it('has the other fields that options name', async () => {
    const otherFields = [{ name: 'day', option: '--date-column' }];
    const lines = ['{"text":"good"}\n', '{"text":"bad","day":null}\n'];
    expect(await readRows(lines, { otherFields })).toHaveLength(2);
    await expect(readRows(lines.slice(0, 1), { otherFields })).rejects.toThrow('(see --date-column)');
  });

  it('has a text that means that there is none', async () => {
    const rows = await readRows(['{"text":"NA"}\n"NA"\n"N"\n'], { nullText: 'NA' });
    expect(rows.map(({ text, error }) => text ?? error)).toEqual(['The text is missing.', 'The text is missing.', 'N']);
  });

  it('keeps a line that is a text as it is written', async () => {
    const [row] = await readRows([' "\\u0067ood" \n']);
    expect(row && new NdjsonTable(OPTIONS).formatRow(row, RESULT, LABELS)).toMatch(
      /^\{"text":"\\u0067ood","sentiment":/,
    );
  });

  it('may have no line', async () => {
    expect(await readRows(['\n'])).toEqual([]);
  });

  it('has been checked when its run is resumed', async () => {
    const input = Readable.from([Buffer.from('{"id":1,"score":2}\n')]);
    const rows = new NdjsonTable(OPTIONS).readRows(input, { byte: 100, row: 9 });
    expect(await rows.next()).toMatchObject({ value: { number: 10, endByte: 119 } });
  });

  it('ends the last line', async () => {
    const [, row] = await readRows([FIRST, '{ }']);
    if (!row) throw new Error('there is no row');
    const error = 'There is no text.';
    expect(new NdjsonTable(OPTIONS).formatRow(row, { ...RESULT, error }, LABELS)).toBe(`{"error":"${error}" }\n`);
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
    expect(format(row)).toEqual({
      id: 7,
      text: 'good',
      sentiment: 'POSITIVE',
      score: 0.9,
      scores: SCORES,
      truncated: false,
    });
  });

  it.each([
    ['no JSON', '{"text":', { line: '{"text":' }, 'The line is no JSON.'],
    ['no text', '{"id":1}', { id: 1 }, 'The line is no text, and no object with a text in the field text.'],
    ['an empty text', '" "', { text: ' ' }, 'The text is empty.'],
  ])('gives a line with %s an error, and keeps what it holds', async (_, line, kept, error) => {
    const [, row] = await readRows([FIRST, line]);
    expect(row).toMatchObject({ text: undefined, error });
    const result = { ...RESULT, sentiment: undefined, score: undefined, scores: [], error };
    expect(format(row, result)).toEqual({ ...kept, error });
  });
});
