import type { DialectContext, DialectRequest } from '../../dialect-route/dialect.js';
import { requirePredictions } from '../../dialect-route/score-texts.js';
import { toSentimentVector } from '../../dialect-route/sentiment-vector.js';
import { getProperty } from '../../prediction-route/read-property.js';
import { ComprehendError } from './comprehend-error.js';
import { findTextFault } from './text-fault.js';
import { toDetectedSentiment } from './to-detected-sentiment.js';

/**
 * Reads a request of DetectSentiment: one text.
 *
 * @throws ComprehendError
 */
export function readDetectSentiment(body: unknown, { hasCloudLimits }: DialectContext): DialectRequest {
  const text = getProperty(body, 'Text');
  if (typeof text !== 'string') throw new ComprehendError('InvalidRequestException', 'Text must be a string.');
  const fault = findTextFault(text, hasCloudLimits);
  if (fault) {
    const isTooLong = fault.ErrorCode === 'TEXT_SIZE_LIMIT_EXCEEDED';
    throw new ComprehendError(
      isTooLong ? 'TextSizeLimitExceededException' : 'InvalidRequestException',
      fault.ErrorMessage,
    );
  }
  return {
    texts: [text],
    render: ({ outcomes, model }) => {
      const [prediction] = requirePredictions(outcomes, () => '/Text');
      if (!prediction) throw new Error('a text has no outcome');
      const vector = toSentimentVector(prediction.logits, model);
      return {
        body: toDetectedSentiment(vector),
        firstLabels: [vector.firstLabel],
        truncated: prediction.truncated ? [0] : [],
      };
    },
  };
}
