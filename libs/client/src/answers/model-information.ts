import type { ModelInformation, WindowInformation } from '../openapi/api-types.js';
import { createBrokenAnswerError } from '../transport/transport-errors.js';
import { parseJson } from '../transport/parse-json.js';
import type { ReadResponse } from '../transport/read-problem.js';
import { findFault, isNullOr, isNumber, isText, isTextList, type Check } from './find-fault.js';

const WINDOW_CHECKS: Readonly<Record<keyof WindowInformation, Check>> = {
  tokens: isNumber,
  overlapTokens: isNumber,
  maxWindows: isNumber,
  temperature: isNumber,
};
const MODEL_CHECKS: Readonly<Record<keyof ModelInformation, Check>> = {
  name: isText,
  version: isText,
  digest: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  precision: isText,
  labels: (value) => isTextList(value) && (value as readonly string[]).length > 0,
  neutralLabel: isNullOr(isText),
  scoring: (value) => value === 'softmax' || value === 'sigmoid',
  temperature: isNumber,
  threeClassTemperature: isNullOr(isNumber),
  maxTokens: isNumber,
  windows: (value) => findFault(value, WINDOW_CHECKS) === undefined,
  maxChars: isNumber,
  languages: isTextList,
  accuracy: isNullOr(isNumber),
};

/**
 * Reads the answer of `GET /model`.
 *
 * @throws ClientError `broken-answer` for an answer of another shape
 */
export function readModelInformation({ text }: ReadResponse): ModelInformation {
  const answer = parseJson(text);
  const fault = findFault(answer, MODEL_CHECKS);
  if (fault !== undefined) throw createBrokenAnswerError(`the model has no valid ${fault}`);
  return answer as ModelInformation;
}

/** The value of `X-Model` for answers of this model. */
export function toModelTag({ name, digest }: Pick<ModelInformation, 'name' | 'digest'>): string {
  return `${name}@${digest.slice(0, 12)}`;
}
