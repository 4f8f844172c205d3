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

/** What makes probabilities of a model's logits. */
export interface ScoreRule {
  readonly scoring: Scoring;
  /** Over 0; logits are divided by it before anything else. It makes scores honest and changes no order. */
  readonly temperature: number;
}

/**
 * One text's probabilities, every label, highest score first; equal scores keep the order of `labels`.
 *
 * @param logits finite float32, one a label
 * @param labels names in the order of the logits
 */
export function scoreLabels(logits: Float32Array, labels: readonly string[], rule: ScoreRule): LabelScore[] {
  const probabilities = toProbabilities(logits, rule);
  return labels
    .map((label, index) => ({ label, score: probabilities[index] ?? Number.NaN }))
    .sort((a, b) => b.score - a.score);
}

/** One text's probabilities in the order of the logits: float32 widened to double. */
export function toProbabilities(logits: Float32Array, { scoring, temperature }: ScoreRule): number[] {
  const probabilities =
    scoring === 'softmax' ? softmax(logits, temperature) : Array.from(logits, (logit) => sigmoid(logit / temperature));
  return probabilities.map(Math.fround);
}

function softmax(logits: Float32Array, temperature: number): number[] {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) largest = Math.max(largest, logit);
  let sum = 0;
  const exponentials = Array.from(logits, (logit) => {
    const exponential = Math.exp((logit - largest) / temperature);
    sum += exponential;
    return exponential;
  });
  return exponentials.map((exponential) => exponential / sum);
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
