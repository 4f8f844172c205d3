import { describe, expect, it } from 'vitest';
import { classifyRows } from './classify-rows.js';
import type { ClassifiedRows } from './row-classifier.js';
import type { Row } from './table.js';

const ROW: Row = {
  number: 1,
  text: 'Good. Bad.',
  error: undefined,
  endByte: 9,
  cells: ['Good. Bad.'],
  raw: 'Good. Bad.',
  lineBreak: '\n',
};

/** The score of a text is a tenth of its length. */
function classify(rows: readonly Row[]): Promise<ClassifiedRows> {
  const results = rows.map(({ text = '' }) => {
    return { sentiment: 'POSITIVE', score: text.length / 10, scores: [], truncated: false, error: undefined };
  });
  return Promise.resolve({ rows, results, cacheHits: 0 });
}

describe('classifyRows', () => {
  it('classifies whole texts', async () => {
    const { rows, results } = await classifyRows([ROW], classify, { sentences: false, minScore: 0 });
    expect(rows).toEqual([ROW]);
    expect(results).toMatchObject([{ sentiment: 'POSITIVE', score: 1 }]);
  });

  it('classifies sentences, and marks those that are uncertain', async () => {
    const { rows, results } = await classifyRows([ROW], classify, { sentences: true, minScore: 0.45 });
    expect(rows.map(({ text }) => text)).toEqual(['Good.', 'Bad.']);
    expect(results).toMatchObject([
      { sentiment: 'POSITIVE', score: 0.5 },
      { sentiment: 'uncertain', score: 0.4 },
    ]);
  });
});
