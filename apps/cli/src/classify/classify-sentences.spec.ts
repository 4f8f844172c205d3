import { describe, expect, it } from 'vitest';
import { classifySentences } from './classify-sentences.js';
import type { ClassifiedRows } from './row-classifier.js';
import type { Row } from './table.js';

const row = (number: number, text: string | undefined, error?: string): Row => {
  return { number, text, error, endByte: number * 10, cells: [String(number)], raw: String(number), lineBreak: '\n' };
};

/** Notes the texts of each call. */
function createClassifier(calls: (string | undefined)[][]) {
  return (rows: readonly Row[]): Promise<ClassifiedRows> => {
    calls.push(rows.map(({ text }) => text));
    const results = rows.map(({ text, error }) => {
      return { sentiment: text, score: 1, scores: [], truncated: false, error };
    });
    return Promise.resolve({ rows, results, cacheHits: 1 });
  };
}

const describeRow = ({ number, sentence, endByte }: Row) => [number, sentence?.number, sentence?.text, endByte];

describe('classifySentences', () => {
  it('makes a row of each sentence, in order, with the cells of its row', async () => {
    const rows = [row(1, 'It works. I like it!'), row(2, 'One sentence'), row(3, undefined, 'The text is empty.')];
    const { rows: sentences, results } = await classifySentences(rows, createClassifier([]));
    expect(sentences.map(describeRow)).toEqual([
      [1, 1, 'It works.', 10],
      [1, 2, 'I like it!', 10],
      [2, 1, 'One sentence', 20],
      [3, undefined, undefined, 30],
    ]);
    expect(sentences.map(({ raw }) => raw)).toEqual(['1', '1', '2', '3']);
    expect(results.map(({ sentiment, error }) => sentiment ?? error)).toEqual([
      'It works.',
      'I like it!',
      'One sentence',
      'The text is empty.',
    ]);
  });

  it('calls the classifier with 64 sentences at most', async () => {
    const calls: (string | undefined)[][] = [];
    const { cacheHits, rows } = await classifySentences([row(1, 'It works. '.repeat(130))], createClassifier(calls));
    expect(calls.map(({ length }) => length)).toEqual([64, 64, 2]);
    expect(rows.at(-1)?.sentence?.number).toBe(130);
    expect(cacheHits).toBe(3);
  });

  it.each([
    ['A text. '.repeat(250_000), 'The text has 2000000 characters, and at most 65536 are divided into sentences.'],
    ['Yes. '.repeat(2_001), 'The text has 2001 sentences, and at most 2000 are classified.'],
  ])('gives a text that would fill the disk an error', async (text, error) => {
    const calls: (string | undefined)[][] = [];
    const { rows, results } = await classifySentences([row(1, text)], createClassifier(calls));
    expect(rows.map(describeRow)).toEqual([[1, undefined, undefined, 10]]);
    expect(results).toMatchObject([{ sentiment: undefined, error }]);
    expect(calls).toEqual([[undefined]]);
  });
});
