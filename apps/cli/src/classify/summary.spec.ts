import { describe, expect, it } from 'vitest';
import { Summary } from './summary.js';
import type { Row, RowResult } from './table.js';

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

const row = (number: number): Row => {
  return { number, text: 'good', error: undefined, endByte: 0, cells: [], raw: '', lineBreak: '' };
};
const sentence = (number: number, text: string): Row => ({ ...row(number), sentence: { number: 1, text } });

describe('A summary', () => {
  it('counts labels, truncated texts, cache hits and errors, and shares the answered rows', () => {
    const summary = new Summary();
    summary.add({
      rows: [row(1), row(2)],
      results: [answered('POSITIVE', 0.9), answered('NEGATIVE', 0.7, true)],
      cacheHits: 1,
    });
    summary.add({
      rows: [row(3), row(4), row(5)],
      results: [answered('POSITIVE', 0.8), FAILED, answered('POSITIVE', 0.6)],
      cacheHits: 0,
    });
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

  it('counts the rows of sentences once, and uncertain texts', () => {
    const summary = new Summary();
    const rows = [sentence(7, 'A.'), sentence(7, 'B.'), row(8)];
    summary.add({ rows, results: [answered('POSITIVE', 0.9), answered('uncertain', 0.5), FAILED], cacheHits: 0 });
    expect(summary.rows).toBe(2);
    expect(summary.format(1).split('\n')).toEqual([
      'rows          2',
      'sentences     2',
      'positive      1 (50.0 %)',
      'uncertain     1 (50.0 %)',
      'mean score    0.7000',
      'truncated     0 (0.0 %)',
      'from cache    0 (0.0 %)',
      'errors        1',
      'texts/s       3',
    ]);
  });

  it('is printed for a run without rows', () => {
    expect(new Summary().format(0)).toContain('rows          0\nmean score    0.0000');
  });
});
