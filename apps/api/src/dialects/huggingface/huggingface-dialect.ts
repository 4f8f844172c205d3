import type { ClassificationResult } from '#libs/prediction';
import {
  type Dialect,
  type DialectAnswer,
  type DialectContext,
  type DialectRequest,
} from '../../dialect-route/dialect.js';
import { scoreTexts, type ScoreFunction } from '../../dialect-route/score-texts.js';
import { invalidAt, invalidRequest } from '../../prediction-route/invalid-request.js';
import { getProperty, hasProperty } from '../../prediction-route/read-property.js';
import { readTexts } from '../../dialect-route/read-texts.js';
import { renderHuggingFaceError } from './render-error.js';

/** What a client may ask of the scores. */
interface Parameters {
  /** Number of labels a text; all by default. */
  readonly topK: number;
  readonly scoring: ScoreFunction;
}

const FUNCTIONS: readonly unknown[] = ['sigmoid', 'softmax', 'none'];

/**
 * The inference API of Hugging Face for text classification, as huggingface_hub and @huggingface/inference speak it. The answer is
 * one list of labels for each text, also for one text: both clients read its first list, and the Python one takes a flat list
 * for a single label.
 */
export const HUGGING_FACE: Dialect = {
  name: 'huggingface',
  matches: (body) => hasProperty(body, 'inputs'),
  parse: (body, context) => parse(body, context),
  renderError: renderHuggingFaceError,
};

function parse(body: unknown, { maxTexts, hasAllLabels }: DialectContext): DialectRequest {
  if (!hasProperty(body, 'inputs')) throw invalidAt('/inputs', 'is missing');
  const { texts, pointTo } = readTexts(body.inputs, '/inputs', maxTexts);
  const { topK, scoring } = readParameters(getProperty(body, 'parameters'));
  return {
    texts,
    render: (result: ClassificationResult): DialectAnswer => {
      const { scores, firstLabels, truncated } = scoreTexts(result, { hasAllLabels, scoring, pointTo });
      return {
        body: scores.map((each) => each.slice(0, topK)),
        firstLabels,
        truncated,
      };
    },
  };
}

/** @throws RequestError `invalid-request` */
function readParameters(parameters: unknown): Parameters {
  const pointer = '/parameters';
  const given = parameters ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) throw invalidAt(pointer, 'must be an object');
  const topK = getProperty(given, 'top_k') ?? Infinity;
  if (typeof topK !== 'number' || topK < 1 || (topK !== Infinity && !Number.isInteger(topK))) {
    throw invalidRequest([{ pointer: `${pointer}/top_k`, detail: 'must be a whole number of at least 1' }]);
  }
  const asked = getProperty(given, 'function_to_apply') ?? undefined;
  if (asked !== undefined && !isScoreFunction(asked)) {
    const detail = `must be one of ${FUNCTIONS.join(', ')}`;
    throw invalidRequest([{ pointer: `${pointer}/function_to_apply`, detail }]);
  }
  return { topK, scoring: asked ?? 'model' };
}

function isScoreFunction(value: unknown): value is ScoreFunction {
  return FUNCTIONS.includes(value);
}
