import { describe, expect, it } from 'vitest';
import { findPolarityLabels, getPolarity } from './polarity-labels.js';

describe('Polarity labels', () => {
  it('are found by their names in any case', () => {
    expect(findPolarityLabels({ labels: ['negative', 'Positive'], neutralLabel: null })).toEqual({
      positive: 'Positive',
      negative: 'negative',
      neutral: null,
    });
  });

  it('are missing in a model with other labels', () => {
    expect(findPolarityLabels({ labels: ['1 star', '5 stars'], neutralLabel: null })).toBeUndefined();
    expect(findPolarityLabels({ labels: ['POSITIVE', 'OTHER'], neutralLabel: null })).toBeUndefined();
  });

  it('give a polarity, which the neutral label has no part in', () => {
    const scores = [
      { label: 'POSITIVE', score: 0.5 },
      { label: 'NEUTRAL', score: 0.375 },
      { label: 'NEGATIVE', score: 0.125 },
    ];
    expect(getPolarity(scores, { positive: 'POSITIVE', negative: 'NEGATIVE', neutral: 'NEUTRAL' })).toBe(0.375);
  });
});
