import { describe, expect, it } from 'vitest';
import { markUncertain } from './mark-uncertain.js';
import type { RowResult } from './table.js';

const RESULT: RowResult = { sentiment: 'POSITIVE', score: 0.7, scores: [0.3, 0.7], truncated: false, error: undefined };

describe('markUncertain', () => {
  it('changes the sentiment of a lower score, and nothing else', () => {
    expect(markUncertain(RESULT, 0.71)).toEqual({ ...RESULT, sentiment: 'uncertain' });
  });

  it('leaves a score that is high enough', () => {
    expect(markUncertain(RESULT, 0.7)).toBe(RESULT);
    expect(markUncertain(RESULT, 0)).toBe(RESULT);
  });

  it('leaves a row without an answer', () => {
    const failed = { ...RESULT, sentiment: undefined, score: undefined, scores: [], error: 'The text is empty.' };
    expect(markUncertain(failed, 1)).toBe(failed);
  });
});
