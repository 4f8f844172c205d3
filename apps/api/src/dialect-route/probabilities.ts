import {
  getScoredLabels,
  selectLogits,
  toProbabilities,
  type ClassificationResult,
  type LabelScore,
} from '#libs/prediction';
import { requirePredictions } from './score-texts.js';

/** The probabilities of a request's texts, in the order of the labels. */
export interface TextProbabilities {
  /** The labels of the answer, in the order of the model. */
  readonly labels: readonly string[];
  /** One list for each text, with one probability for each label. */
  readonly probabilities: readonly (readonly number[])[];
  /** The first label of each text. Of equal scores the first one in the order of the labels. */
  readonly firstLabels: readonly LabelScore[];
  /** Indexes of the texts that the model read only in part. */
  readonly truncated: readonly number[];
}

export interface ProbabilityOptions {
  /** Whether the neutral label takes part. */
  readonly hasAllLabels: boolean;
  /** Whether the logits take the place of the probabilities. */
  readonly isRaw?: boolean;
  /** The place of a text in the body, as a JSON pointer. */
  readonly pointTo: (index: number) => string;
}

/**
 * Scores the outcomes of all texts, for formats that list probabilities by the number of the label.
 *
 * @throws RequestError `text-failed`, `text-refused`
 */
export function listProbabilities(
  { outcomes, model }: ClassificationResult,
  { hasAllLabels, isRaw = false, pointTo }: ProbabilityOptions,
): TextProbabilities {
  const predictions = requirePredictions(outcomes, pointTo);
  const scored = getScoredLabels(model, hasAllLabels);
  const { labels } = scored;
  const probabilities = predictions.map((prediction) => {
    const logits = selectLogits(prediction.logits, scored);
    return isRaw ? [...logits] : toProbabilities(logits, scored);
  });
  return {
    labels,
    probabilities,
    firstLabels: probabilities.map((row) => findFirst(labels, row)),
    truncated: predictions.flatMap(({ truncated }, index) => (truncated ? [index] : [])),
  };
}

function findFirst(labels: readonly string[], row: readonly number[]): LabelScore {
  const score = Math.max(...row);
  return { label: labels[row.indexOf(score)] ?? '', score };
}
