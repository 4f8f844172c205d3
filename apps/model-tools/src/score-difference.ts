import { type TextOutcome, isFailure, toProbabilities, type ScoreRule } from '#libs/prediction';

/** Probabilities in the order of the labels; undefined for a text without an answer. */
export function toScores(classification: TextOutcome | undefined, rule: ScoreRule): number[] | undefined {
  if (!classification || isFailure(classification)) return undefined;
  return toProbabilities(classification.logits, rule);
}

/** Largest difference of a probability between two runs of the same texts; NaN when one has no answer. */
export function largestScoreDifference(
  some: readonly TextOutcome[],
  others: readonly TextOutcome[],
  rule: ScoreRule,
): number {
  return Math.max(...some.map((one, index) => scoreDifference(toScores(one, rule), toScores(others[index], rule))));
}

/** Largest difference of a probability of one text; NaN when there is no answer. */
export function scoreDifference(some: readonly number[] | undefined, others: readonly number[] | undefined): number {
  if (!some || !others) return Number.NaN;
  return Math.max(...some.map((score, index) => Math.abs(score - (others[index] ?? Number.NaN))));
}
