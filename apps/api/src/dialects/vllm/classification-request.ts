import { isFailure, type ClassificationResult } from '#libs/prediction';
import type { DialectContext, DialectRequest } from '../../dialect-route/dialect.js';
import { listProbabilities } from '../../dialect-route/probabilities.js';
import { invalidAt } from '../../prediction-route/invalid-request.js';
import { getProperty } from '../../prediction-route/read-property.js';
import { readBoolean } from '../../dialect-route/read-boolean.js';
import { readInput } from './read-input.js';

/** What the answer to a request has besides predictions. */
export interface RequestStamp {
  /** Id of the request. */
  readonly requestId: string;
  /** When the request was read, in seconds since 1970. */
  readonly createdSeconds: number;
}

/** Clients switch the probabilities off by one of these: the second is the name in earlier versions. */
const ACTIVATION_NAMES = ['use_activation', 'activation'] as const;

/**
 * Reads a request of vLLM for a classification. The name of the model is ignored: it is the one of the server that this service
 * replaces.
 *
 * @throws RequestError `invalid-request`
 */
export function readClassificationRequest(
  body: unknown,
  { maxTexts, hasAllLabels }: Pick<DialectContext, 'maxTexts' | 'hasAllLabels'>,
  { requestId, createdSeconds }: RequestStamp,
): DialectRequest {
  const { texts, pointTo } = readInput(getProperty(body, 'input'), maxTexts);
  checkModelName(body);
  const isRaw = ACTIVATION_NAMES.some((name) => readBoolean(body, name) === false);
  return {
    texts,
    render(result: ClassificationResult) {
      const { labels, probabilities, firstLabels, truncated } = listProbabilities(result, {
        hasAllLabels,
        isRaw,
        pointTo,
      });
      const tokens = countTokens(result);
      return {
        body: {
          id: `classify-${requestId}`,
          object: 'list',
          created: createdSeconds,
          model: result.model.name,
          data: probabilities.map((probs, index) => {
            return { index, label: firstLabels[index]?.label, probs, num_classes: labels.length };
          }),
          usage: { prompt_tokens: tokens, total_tokens: tokens, completion_tokens: 0, prompt_tokens_details: null },
        },
        firstLabels: isRaw ? [] : firstLabels,
        truncated,
      };
    },
  };
}

function countTokens({ outcomes }: ClassificationResult): number {
  return outcomes.reduce((sum, outcome) => sum + (isFailure(outcome) ? 0 : outcome.tokens), 0);
}

/** @throws RequestError `invalid-request` */
function checkModelName(body: unknown): void {
  const name = getProperty(body, 'model') ?? undefined;
  if (name !== undefined && typeof name !== 'string') {
    throw invalidAt('/model', 'must be a string');
  }
}
