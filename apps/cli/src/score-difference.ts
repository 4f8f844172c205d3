import {
  isFailure,
  listScoredLabels,
  selectLogits,
  toProbabilities,
  type LabelModel,
  type ScoredLabels,
  type TextOutcome,
} from '#libs/prediction';

/** Probabilities in the order of the scored labels; undefined for a text without an answer. */
export function toScores(classification: TextOutcome | undefined, scored: ScoredLabels): number[] | undefined {
  if (!classification || isFailure(classification)) return undefined;
  return toProbabilities(selectLogits(classification.logits, scored), scored);
}

/**
 * Largest difference of a probability between two runs of the same texts, over each kind of answer that the model gives; NaN
 * when one has no answer.
 */
export function largestScoreDifference(
  some: readonly TextOutcome[],
  others: readonly TextOutcome[],
  model: LabelModel,
): number {
  const differences = listScoredLabels(model).flatMap((scored) =>
    some.map((one, index) => scoreDifference(toScores(one, scored), toScores(others[index], scored))),
  );
  return Math.max(...differences);
}

/** Largest difference of a probability of one text; NaN when there is no answer. */
export function scoreDifference(some: readonly number[] | undefined, others: readonly number[] | undefined): number {
  if (!some || !others) return Number.NaN;
  return Math.max(...some.map((score, index) => Math.abs(score - (others[index] ?? Number.NaN))));
}
