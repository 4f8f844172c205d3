import {
  getScoredLabels,
  isFailure,
  scoreLabels,
  selectLogits,
  type ModelDescription,
  type TextOutcome,
} from '#libs/prediction';
import { RequestError } from '../http/errors/request-error.js';
import { invalidAt } from '../prediction-route/invalid-request.js';
import type { LineValue } from '../line-stream/line-value.js';
import { getProperty } from '../prediction-route/read-property.js';
import { checkNeutralLabel, toSentimentRequest, type SentimentRequest } from './sentiment-request.dto.js';
import type { Sentiment } from './sentiment-response.dto.js';

/** The answer to a line. */
export interface LinePrediction {
  /** The labels of the text, with the highest score first. */
  readonly predictions: Sentiment[];
  /** Absent for a text that the model read to its end. */
  readonly truncated?: true;
}

/**
 * @returns the line as a request of one text
 * @throws RequestError `invalid-request`
 */
export function toLineRequest(value: LineValue, model: ModelDescription | undefined): SentimentRequest {
  const text = typeof value === 'string' ? value : getProperty(value, 'text');
  if (text === undefined) throw invalidAt('/text', 'is missing');
  if (typeof text !== 'string') throw invalidAt('/text', 'must be a string');
  const neutral = getProperty(value, 'neutral') ?? false;
  const request = toSentimentRequest({ text: [text], neutral }, 1);
  checkNeutralLabel(request, model);
  return request;
}

/** @throws RequestError `text-failed`, `text-refused` */
export function toLinePrediction(
  outcome: TextOutcome | undefined,
  model: ModelDescription,
  neutral: boolean,
): LinePrediction {
  if (!outcome) throw new Error('a text has no outcome');
  if (isFailure(outcome)) throw new RequestError(outcome.isRefused ? 'text-refused' : 'text-failed', outcome.failure);
  const scored = getScoredLabels(model, neutral);
  const predictions = scoreLabels(selectLogits(outcome.logits, scored), scored.labels, scored);
  return outcome.truncated ? { predictions, truncated: true } : { predictions };
}
