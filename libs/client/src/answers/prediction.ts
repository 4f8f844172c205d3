import type { LabelScore } from '../openapi/api-types.js';
import { createBrokenAnswerError } from '../transport/transport-errors.js';
import { isRecord } from '../transport/parse-json.js';

/** The scores of one text: at least one. */
export type LabelScores = readonly [LabelScore, ...LabelScore[]];

/** The answer to one text. */
export interface TextPrediction {
  /** Each label of the answer, the highest score first. */
  readonly scores: LabelScores;
  /** Whether the text is longer than what the model reads. */
  readonly truncated: boolean;
}

/**
 * Reads the answer to a line of a stream to `/predict`.
 *
 * @throws ClientError `broken-answer` for an answer of another shape
 */
export function readPrediction({ predictions, truncated }: Readonly<Record<string, unknown>>): TextPrediction {
  return { scores: readScores(predictions), truncated: truncated === true };
}

/** @throws ClientError `broken-answer` unless the value is a list of labels with scores that is not empty */
export function readScores(list: unknown): LabelScores {
  const [first, ...rest] = Array.isArray(list) ? (list as unknown[]) : [];
  if (first === undefined) throw createBrokenAnswerError('a prediction has no labels');
  return [readScore(first), ...rest.map(readScore)];
}

function readScore(entry: unknown): LabelScore {
  if (!isRecord(entry) || typeof entry.label !== 'string' || !isFiniteNumber(entry.score)) {
    throw createBrokenAnswerError('a prediction has an entry without label and score');
  }
  return { label: entry.label, score: entry.score };
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
