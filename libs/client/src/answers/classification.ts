import { createBrokenAnswerError } from '../transport/transport-errors.js';
import { isRecord, parseJson } from '../transport/parse-json.js';
import type { ReadResponse } from '../transport/read-problem.js';
import { readAnswerFacts, type AnswerFacts } from './answer-facts.js';
import { readScores, type TextPrediction } from './prediction.js';

/** The answer to a request of `POST /predict`. */
export interface Classification extends AnswerFacts {
  /** One for each text, in the order of the texts. */
  readonly predictions: readonly TextPrediction[];
}

/**
 * Reads the answer of `POST /predict`.
 *
 * @param texts number of texts in the request
 * @throws ClientError `broken-answer` for an answer of another shape
 */
export function readClassification({ headers, text }: ReadResponse, texts: number): Classification {
  const answer = parseJson(text);
  if (!isRecord(answer) || !Array.isArray(answer.predictions)) throw createBrokenAnswerError('it has no predictions');
  const lists: readonly unknown[] = answer.predictions;
  if (lists.length !== texts) {
    throw createBrokenAnswerError(`it has ${lists.length} predictions for ${texts} texts`);
  }
  const truncated = readIndexes(answer.truncated, texts);
  return {
    predictions: lists.map((list, index) => ({ scores: readScores(list), truncated: truncated.has(index) })),
    ...readAnswerFacts(headers),
  };
}

function readIndexes(value: unknown, texts: number): ReadonlySet<number> {
  if (value === undefined) return new Set();
  const isIndex = (index: unknown): index is number =>
    Number.isInteger(index) && Number(index) >= 0 && Number(index) < texts;
  if (!Array.isArray(value) || !value.every(isIndex)) {
    throw createBrokenAnswerError('its list of truncated texts is not valid');
  }
  return new Set(value);
}
