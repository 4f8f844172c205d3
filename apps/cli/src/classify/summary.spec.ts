import { describe, expect, it } from 'vitest';
import { Summary } from './summary.js';
import type { RowResult } from './table.js';

const answered = (sentiment: string, score: number, truncated = false): RowResult => {
  return { sentiment, score, scores: [], truncated, error: undefined };
};
const FAILED: RowResult = {
  sentiment: undefined,
  score: undefined,
  scores: [],
  truncated: false,
  error: 'The text is empty.',
};

describe('A summary', () => {
  it('counts labels, truncated texts, cache hits and errors, and shares the answered rows', () => {
    const summary = new Summary();
    summary.add({ rows: [], results: [answered('POSITIVE', 0.9), answered('NEGATIVE', 0.7, true)], cacheHits: 1 });
    summary.add({ rows: [], results: [answered('POSITIVE', 0.8), FAILED, answered('POSITIVE', 0.6)], cacheHits: 0 });
    expect(summary.rows).toBe(5);
    expect(summary.errors).toBe(1);
    expect(summary.format(2).split('\n')).toEqual([
      'rows          5',
      'negative      1 (25.0 %)',
      'positive      3 (75.0 %)',
      'mean score    0.7500',
      'truncated     1 (25.0 %)',
      'from cache    1 (25.0 %)',
      'errors        1',
      'texts/s       3',
    ]);
  });

  it('is printed for a run without rows', () => {
    expect(new Summary().format(0)).toContain('rows          0\nmean score    0.0000');
  });
});
