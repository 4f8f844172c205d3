import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toProbabilities, scoreLabels, type ScoreRule } from './label-score.js';

const SOFTMAX: ScoreRule = { scoring: 'softmax', temperature: 1 };
const SIGMOID: ScoreRule = { scoring: 'sigmoid', temperature: 1 };
const finite = fc.float({ min: -1_000, max: 1_000, noNaN: true });

describe('Label scores', () => {
  it('puts the highest score first', () => {
    const scores = scoreLabels(Float32Array.of(-1, 2), ['NEGATIVE', 'POSITIVE'], SOFTMAX);
    expect(scores.map(({ label }) => label)).toEqual(['POSITIVE', 'NEGATIVE']);
    expect(scores[0]?.score).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
  });

  it('keeps the order of the labels where scores are equal', () => {
    const scores = scoreLabels(Float32Array.of(1, 1, 1), ['b', 'c', 'a'], SOFTMAX);
    expect(scores.map(({ label }) => label)).toEqual(['b', 'c', 'a']);
  });

  it('gives float32 probabilities that sum to 1 within 1e-6, for any finite logits', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 20 }), (logits) => {
        const scores = scoreLabels(Float32Array.from(logits), logits.map(String), SOFTMAX);
        expect(Math.abs(scores.reduce((sum, { score }) => sum + score, 0) - 1)).toBeLessThan(1e-6);
        for (const { score } of scores) {
          expect(Math.fround(score)).toBe(score);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('scores every label for itself where several may be right', () => {
    const scores = scoreLabels(Float32Array.of(0, 3, -1_000), ['joy', 'anger', 'fear'], SIGMOID);
    expect(scores).toEqual([
      { label: 'anger', score: Math.fround(1 / (1 + Math.exp(-3))) },
      { label: 'joy', score: 0.5 },
      { label: 'fear', score: 0 },
    ]);
  });

  it('divides logits by the temperature, which changes scores and no order', () => {
    const logits = Float32Array.of(-1, 3, 0.5);
    const halved = Float32Array.of(-0.5, 1.5, 0.25);
    for (const rule of [SOFTMAX, SIGMOID]) {
      const cooled = toProbabilities(logits, { ...rule, temperature: 2 });
      expect(cooled).toEqual(toProbabilities(halved, rule));
      expect(cooled).not.toEqual(toProbabilities(logits, rule));
    }
  });
});
