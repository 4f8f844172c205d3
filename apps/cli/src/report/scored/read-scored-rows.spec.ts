import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { parseReportCommandOptions } from '../report-command-options.js';
import { readScoredRows } from './read-scored-rows.js';
import type { ScoredRow } from './scored-row.js';

const folder = mkdtempSync(join(tmpdir(), 'scored-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function read(name: string, content: string | Buffer, ...args: string[]): Promise<ScoredRow[]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const options = parseReportCommandOptions([path, '--output', 'report.html', ...args]);
  if (!options) throw new Error('the arguments ask for help');
  const rows: ScoredRow[] = [];
  for await (const row of readScoredRows(options)) rows.push(row);
  return rows;
}

const HEADER = 'id,text,product,sentiment,score,negative,positive,truncated,error';
const ROW = '1,"Good, really",Kettle,POSITIVE,0.9,0.1,0.9,true,';

describe('An output in CSV', () => {
  it('is read with its answers, groups and dates', async () => {
    const [row] = await read('a.csv', `${HEADER}\n${ROW}\n`, '--group-by', 'product', '--date-column', 'id');
    expect(row).toMatchObject({ number: 1, text: 'Good, really', group: 'Kettle', date: '1', error: undefined });
    expect(row?.answer).toMatchObject({ sentiment: 'positive', score: 0.9, truncated: true });
    expect([...(row?.answer?.scores ?? [])]).toEqual([
      ['negative', 0.1],
      ['positive', 0.9],
    ]);
  });

  it('is read with a prefix, another delimiter, UTF-16 and gzip', async () => {
    const text =
      `sep=;\r\n${HEADER.replace('sentiment', 'm_sentiment').replaceAll(',', ';')}\r\n${ROW.replace('"Good, really"', 'Good').replaceAll(',', ';')}`
        .replace(';score', ';m_score')
        .replace(';negative;positive;truncated;error', ';m_negative;m_positive;m_truncated;m_error');
    const content = gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect(await read('b.csv.gz', content, '--prefix', 'm_')).toMatchObject([{ answer: { sentiment: 'positive' } }]);
  });

  it('is read with names of rows, backslashes and a text for no value', async () => {
    const text = `"text" "product" "sentiment" "score" "a" "truncated" "error"\n"1" "so \\"good\\"" NA A 1 1 false ""\n`;
    const args = ['--quoting', 'backslash', '--row-names', '--null', 'NA', '--delimiter', ' ', '--group-by', 'product'];
    expect(await read('r.csv', text, ...args)).toMatchObject([
      { text: 'so "good"', group: '', answer: { sentiment: 'a', score: 1 } },
    ]);
  });

  it('is read by sentences', async () => {
    const text = `text,row,sentence,sentence_text,sentiment,score,positive,truncated,error
Good. Bad.,7,2,Bad.,POSITIVE,0.9,0.9,false,
"",8,,,,,,false,The text is empty.\n`;
    expect(await read('s.csv', text, '--sentences')).toMatchObject([
      { number: 7, sentence: 2, text: 'Bad.' },
      { number: 8, sentence: undefined, answer: undefined, error: 'The text is empty.' },
    ]);
  });

  it.each([[[]], [['--prefix', 'm_']]])('is refused by texts when it was written by sentences: %j', async (args) => {
    const prefix = args[1] ?? '';
    const names = ['row', 'sentence', 'sentence_text', 'sentiment', 'score', 'positive', 'truncated', 'error'];
    const text = `text,${names.map((name) => prefix + name).join(',')}\nGood. Bad.,7,2,Bad.,POSITIVE,1,1,false,\n`;
    await expect(read('o.csv', text, ...args)).rejects.toThrow('each row is a sentence: give the option --sentences');
  });

  it('has columns with the names of those of sentences, which are not its own', async () => {
    const text =
      'row,sentence,sentence_text,text,sentiment,score,positive,truncated,error\n7,2,x,Good.,POSITIVE,1,1,false,\n';
    expect(await read('o.csv', text)).toMatchObject([{ number: 1, sentence: undefined, text: 'Good.' }]);
  });

  it.each([
    ['TRUE', true],
    ['True', true],
    ['FALSE', false],
    ['', false],
  ])('is read as Excel saves it again, with %s for truncated', async (cell, truncated) => {
    const [row] = await read('x.csv', `${HEADER}\n${ROW.replace('true', cell)}\n`);
    expect(row?.answer?.truncated).toBe(truncated);
  });

  it.each([
    [',,,,,false,The text is empty.', 'The text is empty.'],
    [',,,,,false,', 'The row has no sentiment.'],
    [',POSITIVE,2,0,1,false,', 'A score is not a number from 0 to 1.'],
    [',POSITIVE,,0,1,false,', 'A score is not a number from 0 to 1.'],
    [',GREAT,1,0,1,false,', 'The sentiment is none of the labels with a score.'],
  ])('has an error in the row %s', async (end, error) => {
    const rows = await read('e.csv', `${HEADER}\n1,Good${end}\n`.replace('product,', ''));
    expect(rows).toMatchObject([{ answer: undefined, error }]);
  });

  it.each([
    ['text,id\na,1\n', [], 'is no output of "sentiment classify"'],
    ['text,id\n', [], 'is no output of "sentiment classify"'],
    [`${HEADER}\n`, ['--prefix', 'x_'], 'lacks the columns "x_sentiment"'],
    [`${HEADER}\n`, ['--sentences'], 'lacks the columns "row", "sentence", "sentence_text"'],
    [`${HEADER}\n`, ['--column', 'review'], 'has no column "review"'],
    [`${HEADER}\n`, ['--group-by', 'brand'], '(see --group-by)'],
    [`${HEADER}\n`, ['--date-column', 'day'], '(see --date-column)'],
  ])('is refused when columns are missing: %j %j', async (text, args, reason) => {
    await expect(read('f.csv', text, ...args)).rejects.toThrow(reason);
  });
});

describe('An output in NDJSON', () => {
  it('is read with its answers, groups and dates', async () => {
    const lines = [
      {
        review: 'Good',
        product: 7,
        day: null,
        sentiment: 'POSITIVE',
        score: 1,
        scores: { A: 0, POSITIVE: 1 },
        truncated: false,
      },
      {
        review: 'alone',
        product: { a: 1 },
        sentiment: 'uncertain',
        score: 0.5,
        scores: { POSITIVE: 0.5 },
        truncated: true,
      },
    ];
    const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n\nno JSON\n{"sentiment":"POSITIVE"}\n`;
    const args = ['--column', 'review', '--group-by', 'product', '--date-column', 'day'];
    expect(await read('a.ndjson', text, ...args)).toMatchObject([
      { number: 1, text: 'Good', group: '7', date: '', answer: { sentiment: 'positive', score: 1 } },
      { number: 2, text: 'alone', group: '{"a":1}', answer: { sentiment: 'uncertain', truncated: true } },
      { number: 3, error: 'The line has no sentiment.' },
      { number: 4, error: 'The line has no sentiment.' },
    ]);
  });

  it('is read by sentences when it was written by sentences, and else refused', async () => {
    const own = { text: 'Good. Bad.', sentence_text: 'mine' };
    const place = { m_row: 9, m_sentence: 2, m_sentence_text: 'Bad.' };
    const answer = { m_sentiment: 'A', m_score: 1, m_scores: { A: 1 }, m_truncated: false };
    const sentences = `${JSON.stringify({ ...own, ...place, ...answer })}\n{"m_row":"x","m_error":"no number"}\n`;
    expect(await read('s.ndjson', sentences, '--sentences', '--prefix', 'm_')).toMatchObject([
      { number: 9, sentence: 2, text: 'Bad.', answer: { sentiment: 'a' } },
      { number: 2, sentence: undefined, error: 'no number' },
    ]);
    await expect(read('s.ndjson', sentences, '--prefix', 'm_')).rejects.toThrow('give the option --sentences');
    const texts = JSON.stringify({ ...own, ...answer });
    expect(await read('s.ndjson', texts, '--prefix', 'm_')).toMatchObject([{ number: 1, text: 'Good. Bad.' }]);
    await expect(read('s.ndjson', texts, '--sentences', '--prefix', 'm_')).rejects.toThrow(
      'it was written without --sentences',
    );
  });

  it('has groups that are long numbers, each as it is written', async () => {
    const sources = ['1234567890123456789', '1234567890123456790', '1e400', '-1e400', '[12345678901234567890]', '4.50'];
    const text = sources.map((source) => `{"us\\u0065r":${source},"text":"a","error":"e"}\n`).join('');
    const rows = await read('n.ndjson', text, '--group-by', 'user');
    expect(rows.map(({ group }) => group)).toEqual(sources);
  });

  it.each([
    [['--column', 'nope'], 'has no field "nope" in its first 2 lines; the first object has "id", "text", "error"'],
    [['--group-by', 'prodct'], '(see --group-by)'],
    [['--date-column', 'dy'], '(see --date-column)'],
    [['--prefix', 'm_'], 'no line has the field "m_sentiment" or "m_error" (see --prefix)'],
  ])('is refused when no line has a field: %j', async (args, reason) => {
    const text = '{"id":1,"text":"a","error":"e"}\n{"id":2,"text":"b","error":"e"}\n';
    await expect(read('f.ndjson', text, ...args)).rejects.toThrow(reason);
  });

  it('has the field text for lines that were texts alone, beside another field of texts', async () => {
    const text = '{"text":"alone","error":"e"}\n{"id":1,"text":"no","review":"yes","error":"e"}\n';
    expect(await read('t.ndjson', text, '--column', 'review')).toMatchObject([{ text: 'alone' }, { text: 'yes' }]);
  });

  it('may have no line', async () => {
    expect(await read('z.ndjson', '', '--group-by', 'product')).toEqual([]);
  });

  it('has fields with names of properties of objects', async () => {
    const [own, none] = await read(
      'p.ndjson',
      '{"__proto__":"x","text":"a","error":"e"}\n{"text":"a"}\n',
      '--group-by',
      '__proto__',
    );
    expect([own?.group, none?.group]).toEqual(['x', '']);
  });
});
