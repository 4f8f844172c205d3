import { ClientError } from './client-error.js';
import { isRecord, parseJson } from './parse-json.js';
import type { ReadResponse } from './read-problem.js';

/** How the model reads a text past its maximum. */
export interface WindowInformation {
  /** Length of a window, in tokens. */
  readonly tokens: number;
  /** Tokens that two neighbouring windows share at least. */
  readonly overlapTokens: number;
  /** Most windows of a text. */
  readonly maxWindows: number;
  /** The mean of the outputs of all windows is divided by it. */
  readonly temperature: number;
}

/** The model of a service, as `GET /model` describes it. */
export interface ModelInformation {
  readonly name: string;
  readonly version: string;
  /** SHA-256 (hex): models with equal digests give equal answers to texts that fit, and with equal `windows` to all texts. */
  readonly digest: string;
  /** Number format, for example `int8`. */
  readonly precision: string;
  /** All labels, the neutral label included. */
  readonly labels: readonly string[];
  /** The label that answers have on request only; null for a model without one. */
  readonly neutralLabel: string | null;
  readonly scoring: 'softmax' | 'sigmoid';
  readonly temperature: number;
  readonly threeClassTemperature: number | null;
  /** Longest input, in tokens. */
  readonly maxTokens: number;
  readonly windows: WindowInformation;
  /** Longest part of a text that is read, in UTF-16 units. */
  readonly maxChars: number;
  /** ISO 639-1 codes. */
  readonly languages: readonly string[];
  /** From 0 to 1; null when it was not measured. */
  readonly accuracy: number | null;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isTextList: Check = (value) => Array.isArray(value) && value.every(isText);
const isNullOr =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

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
  if (fault !== undefined) throw ClientError.fromBrokenAnswer(`the model has no valid ${fault}`);
  return answer as ModelInformation;
}

/** The value of `X-Model` for answers of this model. */
export function toModelTag({ name, digest }: Pick<ModelInformation, 'name' | 'digest'>): string {
  return `${name}@${digest.slice(0, 12)}`;
}

function findFault(value: unknown, checks: Readonly<Record<string, Check>>): string | undefined {
  const fields = isRecord(value) ? value : {};
  return Object.entries(checks).find(([name, check]) => !check(fields[name]))?.[0];
}
