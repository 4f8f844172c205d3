import type { LabelScore, ModelDescription } from '#libs/prediction';

/** The labels of a model that have a meaning for an analysis. */
export interface PolarityLabels {
  readonly positive: string;
  readonly negative: string;
  readonly neutral: string | null;
}

/** @returns undefined when the model has no labels named positive and negative, in any case */
export function findPolarityLabels({
  labels,
  neutralLabel,
}: Pick<ModelDescription, 'labels' | 'neutralLabel'>): PolarityLabels | undefined {
  const positive = labels.find((label) => label.toLowerCase() === 'positive');
  const negative = labels.find((label) => label.toLowerCase() === 'negative');
  return positive === undefined || negative === undefined ? undefined : { positive, negative, neutral: neutralLabel };
}

/** @returns the score of the positive label minus that of the negative label, -1 to 1 */
export function getPolarity(scores: readonly LabelScore[], { positive, negative }: PolarityLabels): number {
  const getScore = (label: string) => scores.find((each) => each.label === label)?.score ?? 0;
  return getScore(positive) - getScore(negative);
}
