import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ScoredLabels } from '#libs/prediction';
import { accuracyInterval, countConfusion } from './confusion.js';

interface KnownInterval {
  readonly correct: number;
  readonly total: number;
  readonly low: number;
  readonly high: number;
}

const TWO_LABELS: ScoredLabels = { labels: ['NEGATIVE', 'POSITIVE'], scoring: 'softmax', temperature: 1 };
const answer = (...logits: number[]) => ({
  logits: Float32Array.from(logits),
  truncated: false,
  tokens: 3,
  unknownTokens: 0,
  readChars: 9,
});

describe('countConfusion', () => {
  it('counts given labels by predicted labels; a text without an answer is wrong', () => {
    const examples = [0, 1, 1, 0].map((label) => ({ text: '', label }));
    const outcomes = [answer(1, 0), answer(0, 1), answer(1, 0), { failure: 'none', isRefused: false }];
    expect(countConfusion(examples, outcomes, TWO_LABELS)).toEqual({
      table: [
        [1, 0],
        [1, 1],
      ],
      correct: 2,
      failed: 1,
    });
  });

  it('predicts one of the labels of the answer, and ignores a logit that the answer leaves out', () => {
    const [examples, outcomes] = [[{ text: '', label: 0 }], [answer(1, 9, 0)]];
    expect(countConfusion(examples, outcomes, { ...TWO_LABELS, omittedIndex: 1 }).correct).toBe(1);
    const threeLabels = { ...TWO_LABELS, labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'] };
    expect(countConfusion(examples, outcomes, threeLabels).table[0]).toEqual([0, 1, 0]);
  });

  it('refuses labels that the answer does not have', () => {
    const count = () => countConfusion([{ text: '', label: 2 }], [answer(1, 0)], TWO_LABELS);
    expect(count).toThrow('text 0 has the label 2, but the answer has only the labels NEGATIVE, POSITIVE');
  });
});

describe('accuracyInterval', () => {
  // The tests of the Python package read this file too: both compute the same interval.
  const file = new URL('../../../../model-artifacts/training/tests/wilson-intervals.json', import.meta.url);
  const known = JSON.parse(readFileSync(file, 'utf8')) as KnownInterval[];

  it.each(known)("is Wilson's: $correct of $total lie in $low to $high", ({ correct, total, low, high }) => {
    const interval = accuracyInterval(correct, total);
    expect(interval[0]).toBeCloseTo(low, 6);
    expect(interval[1]).toBeCloseTo(high, 6);
  });
});
