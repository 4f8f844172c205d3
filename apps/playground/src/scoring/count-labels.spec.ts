import { describe, expect, it } from 'vitest';
import { countLabels } from './count-labels.js';

describe('Rows by label', () => {
  it('have the most frequent label first, and leave out rows without a label', () => {
    const labels = ['NEGATIVE', 'POSITIVE', 'NEGATIVE', 'NEUTRAL'];
    const results = [...labels.map((label) => ({ label, score: 1 })), undefined, { error: 'Refused.' }];
    expect(countLabels(results)).toEqual([
      { label: 'NEGATIVE', rows: 2 },
      { label: 'NEUTRAL', rows: 1 },
      { label: 'POSITIVE', rows: 1 },
    ]);
  });
});
