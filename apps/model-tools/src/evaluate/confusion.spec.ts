import { describe, expect, it } from 'vitest';
import { accuracyInterval, countConfusion } from './confusion.js';

const answer = (...logits: number[]) => ({ logits: Float32Array.from(logits), truncated: false });

describe('confusionOf', () => {
  it('counts given labels by predicted labels; a text without an answer is wrong', () => {
    const examples = [0, 1, 1, 0].map((label) => ({ text: '', label }));
    const outcomes = [answer(1, 0), answer(0, 1), answer(1, 0), { failure: 'none', isRefused: false }];
    expect(countConfusion(examples, outcomes, 2)).toEqual({
      table: [
        [1, 0],
        [1, 1],
      ],
      correct: 2,
      failed: 1,
    });
  });

  it('refuses labels that the model does not have', () => {
    expect(() => countConfusion([{ text: '', label: 2 }], [answer(1, 0)], 2)).toThrow('label 2 of text 0');
  });
});

describe('accuracyInterval', () => {
  it("is Wilson's: 90 of 100 lie in 0.8256 to 0.9448", () => {
    const [low, high] = accuracyInterval(90, 100);
    expect(low).toBeCloseTo(0.8256, 4);
    expect(high).toBeCloseTo(0.9448, 4);
  });
});
