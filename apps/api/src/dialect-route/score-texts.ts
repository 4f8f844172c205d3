import {
  getScoredLabels,
  isFailure,
  scoreLabels,
  selectLogits,
  type ClassificationResult,
  type LabelScore,
  type Prediction,
  type ScoredLabels,
} from '#libs/prediction';
import { RequestError } from '../http/errors/request-error.js';

/** The scores of a request's texts. */
export interface ScoredTexts {
  /** One list for each text, with the highest score first. */
  readonly scores: LabelScore[][];
  /** The first label of each text. */
  readonly firstLabels: readonly LabelScore[];
  /** Indexes of the texts that the model read only in part. */
  readonly truncated: number[];
}

/** How a dialect turns logits into scores: by the rule of the model, or by one that its client names. */
export type ScoreFunction = 'model' | 'softmax' | 'sigmoid' | 'none';

/**
 * Scores the outcomes of all texts.
 *
 * @param hasAllLabels whether the neutral label takes part
 * @param pointTo the place of a text in the body, as a JSON pointer
 * @throws RequestError `text-failed`, `text-refused`
 */
export function scoreTexts(
  { outcomes, model }: ClassificationResult,
  { hasAllLabels, ...options }: ScoreOptions & { readonly hasAllLabels: boolean },
): ScoredTexts {
  return scoreOutcomes(outcomes, getScoredLabels(model, hasAllLabels), options);
}

/**
 * Scores outcomes with the labels that take part.
 *
 * @throws RequestError `text-failed`, `text-refused`
 */
export function scoreOutcomes(
  outcomes: ClassificationResult['outcomes'],
  scored: ScoredLabels,
  { scoring = 'model', pointTo }: ScoreOptions,
): ScoredTexts {
  const predictions = requirePredictions(outcomes, pointTo);
  const scores = predictions.map(({ logits }) => scoreLogits(selectLogits(logits, scored), scored, scoring));
  return {
    scores,
    firstLabels: scores.flatMap(([first]) => first ?? []),
    truncated: predictions.flatMap(({ truncated }, index) => (truncated ? [index] : [])),
  };
}

export interface ScoreOptions {
  readonly scoring?: ScoreFunction;
  readonly pointTo: (index: number) => string;
}

/**
 * @returns the predictions of all texts
 * @throws RequestError with a fault for each text without one: `text-refused` when all of them are refused, else `text-failed`
 */
export function requirePredictions(
  outcomes: ClassificationResult['outcomes'],
  pointTo: (index: number) => string,
): Prediction[] {
  const faults = outcomes.flatMap((outcome, index) =>
    isFailure(outcome) ? [{ pointer: pointTo(index), detail: outcome.failure }] : [],
  );
  const predictions = outcomes.flatMap((outcome) => (isFailure(outcome) ? [] : [outcome]));
  if (faults.length === 0) return predictions;
  const detail = `The service has no answer for ${faults.length} of ${outcomes.length} texts.`;
  const areAllRefused = outcomes.every((each) => !isFailure(each) || each.isRefused);
  throw new RequestError(areAllRefused ? 'text-refused' : 'text-failed', detail, { faults });
}

function scoreLogits(logits: Float32Array, scored: ScoredLabels, scoring: ScoreFunction): LabelScore[] {
  const { labels } = scored;
  if (scoring === 'model') return scoreLabels(logits, labels, scored);
  if (scoring === 'softmax') return scoreLabels(logits, labels, { scoring, temperature: scored.temperature });
  // The temperature is a part of the model's softmax alone.
  if (scoring === 'sigmoid') return scoreLabels(logits, labels, { scoring, temperature: 1 });
  return labels
    .map((label, index) => ({ label, score: logits[index] ?? Number.NaN }))
    .sort((one, other) => other.score - one.score);
}
