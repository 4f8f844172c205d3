import { describe, expect, it } from 'vitest';
import { getScoredLabels, toProbabilities } from '#libs/prediction';
import { THREE_CLASS_MODEL, TWO_CLASS_MODEL } from './model.fake.js';
import { hasSentimentLabels, toSentimentVector } from './sentiment-vector.js';

describe('The sentiment of a text', () => {
  it('has the probabilities of all three labels of a model', () => {
    const logits = Float32Array.of(-1, 0.5, 2);
    const [negative, neutral, positive] = toProbabilities(logits, getScoredLabels(THREE_CLASS_MODEL, true));
    expect(toSentimentVector(logits, THREE_CLASS_MODEL)).toEqual({
      scores: { positive, negative, neutral },
      sentiment: 'positive',
      firstLabel: { label: 'POSITIVE', score: positive },
    });
  });

  it('is never neutral for a model of two labels', () => {
    const { scores, sentiment } = toSentimentVector(Float32Array.of(0.1, 0), TWO_CLASS_MODEL);
    expect([scores.neutral, sentiment]).toEqual([0, 'negative']);
    expect(scores.positive + scores.negative).toBeCloseTo(1, 6);
  });

  it('finds the labels by their names, in any order and case', () => {
    const model = { ...TWO_CLASS_MODEL, labels: ['Positive', 'negative'] };
    expect(toSentimentVector(Float32Array.of(3, 0), model).sentiment).toBe('positive');
  });
});

describe('The labels of a model', () => {
  it.each([
    [['NEGATIVE', 'POSITIVE'], true],
    [['positive', 'neutral', 'negative'], true],
    [['NEGATIVE', 'NEUTRAL'], false],
    [['1 star', '5 stars'], false],
    [['positive', 'negative', 'mixed'], false],
    [['positive', 'POSITIVE', 'negative'], false],
  ])('%j are those of a sentiment: %s', (labels, expected) => {
    expect(hasSentimentLabels({ ...TWO_CLASS_MODEL, labels })).toBe(expected);
  });
});
