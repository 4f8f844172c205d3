import type { ClassificationResult } from '#libs/prediction';
import { RequestError } from '../../http/errors/request-error.js';
import {
  type Dialect,
  type DialectAnswer,
  type DialectContext,
  type DialectRequest,
} from '../../dialect-route/dialect.js';
import { renderHuggingFaceError } from '../huggingface/render-error.js';
import { scoreTexts } from '../../dialect-route/score-texts.js';
import { invalidAt, invalidRequest, tooManyTexts } from '../../prediction-route/invalid-request.js';
import { getProperty, hasProperty } from '../../prediction-route/read-property.js';
import { readBoolean } from '../../dialect-route/read-boolean.js';

/** The texts of `inputs`. */
interface Inputs {
  readonly texts: readonly string[];
  /** Whether the answer is a list of labels, and not a list of such lists. */
  readonly isSingle: boolean;
}

const INPUTS = '/inputs';
const PAIR =
  'holds two texts, which text-embeddings-inference takes for one pair; this service classifies single texts: send [["a"],["b"]] for two texts';

/**
 * `POST /predict` of text-embeddings-inference 1.9: `inputs` is a text, a list of one text, or a batch of lists of one text each.
 * A list of two texts means a pair there, so it is refused instead of guessed.
 */
export const TEI: Dialect = {
  name: 'tei',
  matches: (body) => hasProperty(body, 'inputs'),
  parse: (body, context) => parse(body, context),
  renderError: renderHuggingFaceError,
};

function parse(body: unknown, { maxTexts, hasAllLabels }: DialectContext): DialectRequest {
  const { texts, isSingle } = readInputs(getProperty(body, 'inputs'), maxTexts);
  const rawScores = readBoolean(body, 'raw_scores') ?? false;
  const truncates = readBoolean(body, 'truncate') ?? true;
  const readsEnd = readDirection(body) === 'left';
  const pointTo = (index: number) => (isSingle ? INPUTS : `${INPUTS}/${index}`);
  return {
    texts,
    render: (result: ClassificationResult): DialectAnswer => {
      const scoring = rawScores ? 'none' : 'model';
      const { scores, firstLabels, truncated } = scoreTexts(result, { hasAllLabels, scoring, pointTo });
      const [tooLong] = truncated;
      if (tooLong !== undefined && (!truncates || readsEnd)) {
        const reason = truncates ? 'this service cuts a text at its end (truncation_direction)' : 'truncate is false';
        const detail = `${pointTo(tooLong)} is longer than what the model reads (${result.model.maxTokens} tokens a window), and ${reason}.`;
        throw new RequestError('invalid-request', detail);
      }
      const body = isSingle ? (scores[0] ?? []) : scores;
      return { body, firstLabels, truncated };
    },
  };
}

/** @throws RequestError `invalid-request` */
function readInputs(inputs: unknown, maxTexts: number): Inputs {
  if (typeof inputs === 'string') return { texts: [inputs], isSingle: true };
  if (!Array.isArray(inputs)) throw invalidAt(INPUTS, 'must be a string or a list');
  if (inputs.length === 0) throw invalidAt(INPUTS, 'must have at least one text');
  if (inputs.every((input) => typeof input === 'string')) {
    if (inputs.length === 1) return { texts: inputs, isSingle: true };
    throw invalidRequest([
      { pointer: INPUTS, detail: inputs.length === 2 ? PAIR : 'must be a list of lists of one text each' },
    ]);
  }
  if (inputs.length > maxTexts) {
    throw tooManyTexts(INPUTS, maxTexts);
  }
  const faults = inputs.flatMap((input: unknown, index) => {
    if (typeof input === 'string' || isTextList(input, 1)) return [];
    const detail = isTextList(input, 2) ? PAIR : 'must be a text, or a list of one text';
    return [{ pointer: `${INPUTS}/${index}`, detail }];
  });
  if (faults.length > 0) throw invalidRequest(faults);
  return {
    texts: (inputs as (string | [string])[]).map((input) => (typeof input === 'string' ? input : input[0])),
    isSingle: false,
  };
}

function isTextList(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every((item) => typeof item === 'string');
}

/** @throws RequestError `invalid-request` */
function readDirection(body: unknown): 'left' | 'right' {
  const value = getProperty(body, 'truncation_direction') ?? 'right';
  // The names are those of the Rust type, and serde takes both spellings.
  const direction = typeof value === 'string' ? value.toLowerCase() : value;
  if (direction === 'left' || direction === 'right') return direction;
  throw invalidAt('/truncation_direction', 'must be "left" or "right"');
}
