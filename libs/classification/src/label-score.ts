/** A label and how probable the model holds it. */
export interface LabelScore {
  readonly label: string;
  /** Probability as a float32 widened to double, unrounded, 0 to 1. */
  readonly score: number;
}

/**
 * Softmax over one text's logits, every label, highest score first; equal scores keep the order of `labels`.
 *
 * @param logits finite float32, one a label
 * @param labels names in the order of the logits
 */
export function scoreLabels(logits: Float32Array, labels: readonly string[]): LabelScore[] {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) largest = Math.max(largest, logit);
  let sum = 0;
  const exponentials = labels.map((_, index) => {
    const exponential = Math.exp((logits[index] ?? Number.NaN) - largest);
    sum += exponential;
    return exponential;
  });
  return labels
    .map((label, index) => ({ label, score: Math.fround((exponentials[index] ?? Number.NaN) / sum) }))
    .sort((a, b) => b.score - a.score);
}
