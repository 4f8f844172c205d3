import type { ScoreRule } from './label-score.js';
import type { ModelDescription } from './model-description.js';

/** The parts of a model that decide which labels an answer has, and their scores. */
export type LabelModel = Pick<
  ModelDescription,
  'labels' | 'neutralLabel' | 'scoring' | 'temperature' | 'threeClassTemperature'
>;

/** The labels that an answer has, and how their logits become scores. */
export interface ScoredLabels extends ScoreRule {
  /** Names in the order of the model's labels. */
  readonly labels: readonly string[];
  /** Index of the logit that takes no part in the scores; undefined when all do. */
  readonly omittedIndex?: number;
}

/**
 * The labels of an answer. A model without a neutral label answers all its labels. One with a neutral label answers the
 * polarity, its two other labels, or on request all three.
 *
 * @param neutral whether the neutral label is requested
 */
export function getScoredLabels(model: LabelModel, neutral: boolean): ScoredLabels {
  const { labels, neutralLabel, scoring, temperature, threeClassTemperature } = model;
  if (neutralLabel === null) return { labels, scoring, temperature };
  if (neutral) return { labels, scoring, temperature: threeClassTemperature ?? temperature };
  const polarities = labels.filter((label) => label !== neutralLabel);
  return { labels: polarities, scoring, temperature, omittedIndex: labels.indexOf(neutralLabel) };
}

/** The labels of each kind of answer that the model gives: one kind, or two for a model with a neutral label. */
export function listScoredLabels(model: LabelModel): ScoredLabels[] {
  const kinds = model.neutralLabel === null ? [false] : [false, true];
  return kinds.map((neutral) => getScoredLabels(model, neutral));
}

/** The logits of the scored labels, in the order of the labels. @param logits one a label of the model */
export function selectLogits(logits: Float32Array, { omittedIndex }: ScoredLabels): Float32Array {
  return omittedIndex === undefined ? logits : logits.filter((_, index) => index !== omittedIndex);
}
