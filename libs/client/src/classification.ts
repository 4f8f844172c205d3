import { ClientError } from './client-error.js';
import { isRecord, parseJson } from './parse-json.js';
import type { ReadResponse } from './read-problem.js';

export interface LabelScore {
  readonly label: string;
  /** From 0 to 1. */
  readonly score: number;
}

/** The answer to one text. */
export interface TextPrediction {
  /** Each label of the answer, the highest score first. */
  readonly scores: readonly LabelScore[];
  /** Whether the text is longer than what the model reads. */
  readonly truncated: boolean;
}

/** The answer to a request. */
export interface Classification {
  /** One for each text, in the order of the texts. */
  readonly predictions: readonly TextPrediction[];
  /** The model that answered, `<name>@<first digits of its digest>`; undefined when the answer does not say. */
  readonly model: string | undefined;
  /** Texts that the cache of the service answered; undefined when the service does not say. */
  readonly cacheHits: number | undefined;
}

/**
 * Reads the answer of `POST /predict`.
 *
 * @param texts number of texts in the request
 * @throws ClientError `broken-answer` for an answer of another shape
 */
export function readClassification({ headers, text }: ReadResponse, texts: number): Classification {
  const answer = parseJson(text);
  if (!isRecord(answer) || !Array.isArray(answer.predictions))
    throw ClientError.fromBrokenAnswer('it has no predictions');
  const lists: readonly unknown[] = answer.predictions;
  if (lists.length !== texts) {
    throw ClientError.fromBrokenAnswer(`it has ${lists.length} predictions for ${texts} texts`);
  }
  const truncated = readIndexes(answer.truncated, texts);
  const hits = /\bhits=(\d+)/.exec(headers.get('cache-status') ?? '')?.[1];
  return {
    predictions: lists.map((list, index) => ({ scores: readScores(list), truncated: truncated.has(index) })),
    model: headers.get('x-model') ?? undefined,
    cacheHits: hits === undefined ? undefined : Number(hits),
  };
}

function readScores(list: unknown): LabelScore[] {
  if (!Array.isArray(list) || list.length === 0) throw ClientError.fromBrokenAnswer('a prediction has no labels');
  return list.map((entry: unknown) => {
    if (!isRecord(entry) || typeof entry.label !== 'string' || !isFiniteNumber(entry.score)) {
      throw ClientError.fromBrokenAnswer('a prediction has an entry without label and score');
    }
    return { label: entry.label, score: entry.score };
  });
}

function readIndexes(value: unknown, texts: number): ReadonlySet<number> {
  if (value === undefined) return new Set();
  const isIndex = (index: unknown): index is number =>
    Number.isInteger(index) && Number(index) >= 0 && Number(index) < texts;
  if (!Array.isArray(value) || !value.every(isIndex)) {
    throw ClientError.fromBrokenAnswer('its list of truncated texts is not valid');
  }
  return new Set(value);
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
