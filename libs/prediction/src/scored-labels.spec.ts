import { describe, expect, it } from 'vitest';
import { scoreLabels } from './label-score.js';
import { getScoredLabels, listScoredLabels, selectLogits, type LabelModel } from './scored-labels.js';

const TWO_LABELS: LabelModel = {
  labels: ['NEGATIVE', 'POSITIVE'],
  neutralLabel: null,
  scoring: 'softmax',
  temperature: 2,
  threeClassTemperature: null,
};
const THREE_LABELS: LabelModel = { ...TWO_LABELS, labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'] };
const WITH_NEUTRAL: LabelModel = { ...THREE_LABELS, neutralLabel: 'NEUTRAL', threeClassTemperature: 0.5 };
const LOGITS = Float32Array.of(-1, 4, 2);

/** The scores of the answer, by label. */
function score(model: LabelModel, neutral: boolean, logits = LOGITS): Record<string, number> {
  const scored = getScoredLabels(model, neutral);
  const scores = scoreLabels(selectLogits(logits, scored), scored.labels, scored);
  return Object.fromEntries(scores.map((each) => [each.label, each.score]));
}

describe('Scored labels', () => {
  it('are the polarities of a model with a neutral label: a softmax over their two logits at the temperature', () => {
    const positive = 1 / (1 + Math.exp((-1 - 2) / 2));
    const scores = score(WITH_NEUTRAL, false);
    expect(Object.keys(scores)).toEqual(['POSITIVE', 'NEGATIVE']);
    expect(scores.POSITIVE).toBeCloseTo(positive, 6);
    expect(scores.NEGATIVE).toBeCloseTo(1 - positive, 6);
  });

  it('are all three labels on request, at the temperature of three classes', () => {
    const exponentials = [-1, 4, 2].map((logit) => Math.exp(logit / 0.5));
    const sum = exponentials.reduce((total, each) => total + each, 0);
    const [negative = 0, neutral = 0, positive = 0] = exponentials.map((each) => each / sum);
    const scores = score(WITH_NEUTRAL, true);
    expect(Object.keys(scores)).toEqual(['NEUTRAL', 'POSITIVE', 'NEGATIVE']);
    expect(scores.NEGATIVE).toBeCloseTo(negative, 6);
    expect(scores.NEUTRAL).toBeCloseTo(neutral, 6);
    expect(scores.POSITIVE).toBeCloseTo(positive, 6);
  });

  it('have one temperature when the model has no other one for three classes', () => {
    expect(getScoredLabels({ ...WITH_NEUTRAL, threeClassTemperature: null }, true).temperature).toBe(2);
  });

  it.each([0, 1, 2])('leave the neutral label out where it is label %i', (index) => {
    const labels = ['POSITIVE', 'NEGATIVE'].toSpliced(index, 0, 'NEUTRAL');
    const logits = Float32Array.from([3, 1].toSpliced(index, 0, 9));
    const scores = score({ ...WITH_NEUTRAL, labels }, false, logits);
    expect(Object.keys(scores)).toEqual(['POSITIVE', 'NEGATIVE']);
    expect(scores.POSITIVE).toBeCloseTo(1 / (1 + Math.exp(-1)), 6);
  });

  it.each([
    ['two', TWO_LABELS],
    ['three', THREE_LABELS],
  ])('are all %s labels of a model without a neutral label, from the logits as they are', (_, model) => {
    const scored = getScoredLabels(model, false);
    expect(scored).toEqual({ labels: model.labels, scoring: 'softmax', temperature: 2 });
    expect(selectLogits(LOGITS, scored)).toBe(LOGITS);
  });

  it('are listed once for each kind of answer', () => {
    expect(listScoredLabels(TWO_LABELS).map(({ labels }) => labels.length)).toEqual([2]);
    expect(listScoredLabels(THREE_LABELS).map(({ labels }) => labels.length)).toEqual([3]);
    expect(listScoredLabels(WITH_NEUTRAL).map(({ labels }) => labels.length)).toEqual([2, 3]);
  });
});
