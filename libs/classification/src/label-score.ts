/** A label and how probable the model holds it. */
export interface LabelScore {
  readonly label: string;
  /** Probability as a float32 widened to double, unrounded, 0 to 1. */
  readonly score: number;
}

/**
 * How logits become probabilities: `softmax` when exactly one label is right, `sigmoid` when each is right or wrong
 * for itself.
 */
export type Scoring = 'softmax' | 'sigmoid';

/**
 * One text's probabilities, every label, highest score first; equal scores keep the order of `labels`.
 *
 * @param logits finite float32, one a label
 * @param labels names in the order of the logits
 */
export function scoreLabels(logits: Float32Array, labels: readonly string[], scoring: Scoring): LabelScore[] {
  const probabilities = probabilitiesOf(logits, scoring);
  return labels
    .map((label, index) => ({ label, score: probabilities[index] ?? Number.NaN }))
    .sort((a, b) => b.score - a.score);
}

/** One text's probabilities in the order of the logits: float32 widened to double. */
export function probabilitiesOf(logits: Float32Array, scoring: Scoring): number[] {
  return (scoring === 'softmax' ? softmax(logits) : Array.from(logits, sigmoid)).map(Math.fround);
}

function softmax(logits: Float32Array): number[] {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) largest = Math.max(largest, logit);
  let sum = 0;
  const exponentials = Array.from(logits, (logit) => {
    const exponential = Math.exp(logit - largest);
    sum += exponential;
    return exponential;
  });
  return exponentials.map((exponential) => exponential / sum);
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
