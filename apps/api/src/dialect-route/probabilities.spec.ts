import { describe, expect, it } from 'vitest';
import { scoreLabels, type ClassificationResult, type TextOutcome } from '#libs/prediction';
import { THREE_CLASS_MODEL, toOutcome } from './model.fake.js';
import { listProbabilities } from './probabilities.js';

const MODEL = { ...THREE_CLASS_MODEL, temperature: 2, threeClassTemperature: 0.5 };
const pointTo = (index: number) => `/texts/${index}`;

const predict = (logits: readonly number[], truncated = false) => toOutcome(logits, { truncated });
const toResult = (outcomes: readonly TextOutcome[]): ClassificationResult => {
  return { outcomes, model: MODEL, timings: undefined, lookup: undefined };
};

describe('Probabilities in the order of the labels', () => {
  it('are the scores of POST /predict', () => {
    const { labels, probabilities } = listProbabilities(toResult([predict([3, 9, 1])]), {
      hasAllLabels: false,
      pointTo,
    });
    const scores = scoreLabels(Float32Array.of(3, 1), ['NEGATIVE', 'POSITIVE'], { scoring: 'softmax', temperature: 2 });
    expect(labels).toEqual(['NEGATIVE', 'POSITIVE']);
    expect(probabilities).toEqual([scores.map(({ score }) => score)]);
  });

  it('have the neutral label where a setting asks for it, at the temperature of three classes', () => {
    const { labels, probabilities } = listProbabilities(toResult([predict([0, 0, 0])]), {
      hasAllLabels: true,
      pointTo,
    });
    expect(labels).toEqual(MODEL.labels);
    expect(probabilities).toEqual([[1, 1, 1].map((each) => Math.fround(each / 3))]);
  });

  it('tell the first label of each text, and which texts the model read in part', () => {
    const { firstLabels, truncated } = listProbabilities(
      toResult([predict([1, 0, 2]), predict([2, 0, 1], true), predict([1, 0, 1])]),
      { hasAllLabels: false, pointTo },
    );
    expect(firstLabels.map(({ label }) => label)).toEqual(['POSITIVE', 'NEGATIVE', 'NEGATIVE']);
    expect(firstLabels[2]?.score).toBe(0.5);
    expect(truncated).toEqual([1]);
  });

  it('are the logits on request', () => {
    const result = toResult([predict([3, 9, 1])]);
    expect(listProbabilities(result, { hasAllLabels: false, isRaw: true, pointTo }).probabilities).toEqual([[3, 1]]);
  });

  it('do not exist if a text has no answer', () => {
    const result = toResult([predict([1, 0, 2]), { failure: 'There is no answer.', isRefused: false }]);
    expect(() => listProbabilities(result, { hasAllLabels: false, pointTo })).toThrow(
      expect.objectContaining({
        kind: 'text-failed',
        faults: [{ pointer: '/texts/1', detail: 'There is no answer.' }],
      }),
    );
  });
});
