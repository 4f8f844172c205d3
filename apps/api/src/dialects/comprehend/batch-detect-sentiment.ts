import { isFailure, type ClassificationResult, type LabelScore } from '#libs/prediction';
import type { DialectAnswer, DialectContext, DialectRequest } from '../../dialect-route/dialect.js';
import { toSentimentVector } from '../../dialect-route/sentiment-vector.js';
import { getProperty } from '../../prediction-route/read-property.js';
import { ComprehendError } from './comprehend-error.js';
import type { BatchItemError, DetectedSentiments } from './comprehend.dto.js';
import { findTextFault } from './text-fault.js';
import { toDetectedSentiment } from './to-detected-sentiment.js';

/** The limit of the cloud. */
const MAX_CLOUD_TEXTS = 25;

/** A text of the request, which the model gets. */
interface IndexedText {
  readonly index: number;
  readonly text: string;
}

/**
 * Reads a request of BatchDetectSentiment. A text with a fault has an entry in the list of errors, and the others are answered.
 *
 * @throws ComprehendError
 */
export function readBatchDetectSentiment(body: unknown, context: DialectContext): DialectRequest {
  const faults: BatchItemError[] = [];
  const texts: IndexedText[] = [];
  readTextList(body, context).forEach((text, index) => {
    const fault = findTextFault(text, context.hasCloudLimits);
    if (fault) faults.push({ Index: index, ...fault });
    else texts.push({ index, text });
  });
  return { texts: texts.map(({ text }) => text), render: (result) => render(result, texts, faults) };
}

/** @throws ComprehendError */
function readTextList(body: unknown, { maxTexts, hasCloudLimits }: DialectContext): string[] {
  const list = getProperty(body, 'TextList');
  if (!Array.isArray(list) || list.length === 0) {
    throw new ComprehendError('InvalidRequestException', 'TextList must be a list of at least one text.');
  }
  const limit = hasCloudLimits ? Math.min(MAX_CLOUD_TEXTS, maxTexts) : maxTexts;
  if (list.length > limit) {
    throw new ComprehendError('BatchSizeLimitExceededException', `TextList must have at most ${limit} texts.`);
  }
  const index = list.findIndex((text) => typeof text !== 'string');
  if (index >= 0) throw new ComprehendError('InvalidRequestException', `TextList/${index} must be a string.`);
  return list as string[];
}

function render(
  { outcomes, model }: ClassificationResult,
  texts: readonly IndexedText[],
  faults: readonly BatchItemError[],
): DialectAnswer {
  const results: DetectedSentiments['ResultList'][number][] = [];
  const errors = [...faults];
  const firstLabels: LabelScore[] = [];
  const truncated: number[] = [];
  texts.forEach(({ index }, position) => {
    const outcome = outcomes[position];
    if (!outcome) throw new Error('a text has no outcome');
    if (isFailure(outcome)) {
      const ErrorCode = outcome.isRefused ? 'INVALID_REQUEST' : 'INTERNAL_SERVER_ERROR';
      errors.push({ Index: index, ErrorCode, ErrorMessage: outcome.failure });
      return;
    }
    const vector = toSentimentVector(outcome.logits, model);
    results.push({ Index: index, ...toDetectedSentiment(vector) });
    firstLabels.push(vector.firstLabel);
    if (outcome.truncated) truncated.push(index);
  });
  errors.sort((a, b) => a.Index - b.Index);
  const body: DetectedSentiments = { ResultList: results, ErrorList: errors };
  return { body, firstLabels, truncated };
}
