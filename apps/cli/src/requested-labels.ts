import { getScoredLabels, type ModelDescription, type ScoredLabels } from '#libs/prediction';

/**
 * The labels of the answers that a tool looks at.
 *
 * @param neutral whether they have the neutral label too, as with `"neutral": true` in a request
 * @throws Error when the model has no neutral label to ask for
 */
export function getRequestedLabels(model: ModelDescription, neutral: boolean): ScoredLabels {
  if (neutral && model.neutralLabel === null)
    throw new Error(`--neutral: the model ${model.name} has no neutral label`);
  return getScoredLabels(model, neutral);
}
