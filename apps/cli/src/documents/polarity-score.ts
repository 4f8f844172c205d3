import {
  getScoredLabels,
  isFailure,
  selectLogits,
  toProbabilities,
  type ModelDescription,
  type TextOutcome,
} from '#libs/prediction';

/** The score of POSITIVE that `/predict` answers, 0 to 1. @throws Error when the text has no answer */
export function getPolarityScore(outcome: TextOutcome, model: ModelDescription): number {
  if (isFailure(outcome)) throw new Error(outcome.failure);
  const scored = getScoredLabels(model, false);
  const index = scored.labels.findIndex((label) => label.toLowerCase() === 'positive');
  return toProbabilities(selectLogits(outcome.logits, scored), scored)[index] ?? Number.NaN;
}
