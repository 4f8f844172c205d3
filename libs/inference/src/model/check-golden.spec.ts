import { describe, expect, it } from 'vitest';
import type { LabelModel } from '#libs/prediction';
import { goldenDifference } from './check-golden.js';

const MODEL: LabelModel = {
  labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'],
  neutralLabel: 'NEUTRAL',
  scoring: 'softmax',
  temperature: 1,
  threeClassTemperature: 1,
};
const measure = (expected: number[], actual: number[], model = MODEL) =>
  goldenDifference(
    { text: '', ids: [], logits: expected, truncated: false },
    { logits: Float32Array.from(actual), truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
    model,
  );

describe('Difference to a golden answer', () => {
  it('is that of the polarity where a sure neutral label hides it', () => {
    expect(measure([1, 20, -1], [-1, 20, 1])).toBeCloseTo(Math.tanh(1), 6);
    expect(measure([1, 20, -1], [-1, 20, 1], { ...MODEL, neutralLabel: null })).toBeLessThan(1e-6);
  });

  it('is that of the three classes where the polarity is the same', () => {
    expect(measure([0, 0, 0], [0, 9, 0])).toBeGreaterThan(0.6);
  });

  it('is that of the scores that are answered, at the temperature of each kind of answer', () => {
    const cold = { ...MODEL, threeClassTemperature: 0.1 };
    expect(measure([0, 0, 0], [0.1, 0.1, 0], cold)).toBeGreaterThan(measure([0, 0, 0], [0.1, 0.1, 0]));
  });

  it('is no number when there is no answer, or one of other labels', () => {
    expect(measure([1, 2, 3], [1, 2])).toBeNaN();
    expect(goldenDifference({ text: '', ids: [], logits: [1], truncated: false }, undefined, MODEL)).toBeNaN();
  });
});
