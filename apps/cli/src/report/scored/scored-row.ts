/** A row of an output of `sentiment classify`: a text, a sentence, or a row without an answer. */
export interface ScoredRow {
  /** Row of the input of `classify`, from 1. */
  readonly number: number;
  /** Sentence of the row, from 1; undefined for the row as a whole. */
  readonly sentence: number | undefined;
  readonly text: string;
  /** Undefined for a row with an error. */
  readonly answer: ScoredAnswer | undefined;
  /** Why there is no answer. */
  readonly error: string | undefined;
  /** Undefined if the rows are not grouped; empty for a row without a group. */
  readonly group: string | undefined;
  /** Undefined without a column of dates; empty for a row without a date. */
  readonly date: string | undefined;
}

/**
 * @param written what the output says
 * @param fallback for an output that says none
 * @returns the number of a row of the input of `classify`
 */
export function toRowNumber(written: unknown, fallback: number): number {
  const number = typeof written === 'string' && written !== '' ? Number(written) : written;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : fallback;
}

export interface ScoredAnswer {
  /** One of the labels, or `uncertain`. */
  readonly sentiment: string;
  /** Of the likeliest label, from 0 to 1. */
  readonly score: number;
  /** The score of each label, by its name in lower case. */
  readonly scores: ReadonlyMap<string, number>;
  readonly truncated: boolean;
}

/** The sentiment of a row whose highest score is below `--min-score`. */
export const UNCERTAIN = 'uncertain';

/**
 * Checks what a row says of its answer.
 *
 * @param sentiment as it is written; in any case of letters
 * @returns the answer, or why there is none, in a sentence
 */
export function checkAnswer(
  sentiment: string,
  score: number,
  scores: ReadonlyMap<string, number>,
  truncated: boolean,
): Pick<ScoredRow, 'answer' | 'error'> {
  const name = sentiment.toLowerCase();
  const isComplete = [score, ...scores.values()].every((each) => each >= 0 && each <= 1);
  if (!isComplete) return { answer: undefined, error: 'A score is not a number from 0 to 1.' };
  if (name !== UNCERTAIN && !scores.has(name)) {
    return { answer: undefined, error: 'The sentiment is none of the labels with a score.' };
  }
  return { answer: { sentiment: name, score, scores, truncated }, error: undefined };
}
