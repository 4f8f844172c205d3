import type { ModelDescription } from '#libs/prediction';
import { findLargest } from '../find-largest.js';
import type { Row, RowResult } from './table.js';

/** The results of some rows. */
export interface ClassifiedRows {
  readonly rows: readonly Row[];
  /** One for each row. */
  readonly results: readonly RowResult[];
  /** Texts that the cache answered. */
  readonly cacheHits: number;
}

/** Classifies the texts of rows, by the engine of this process or by a service. */
export interface RowClassifier {
  readonly model: ModelDescription;
  /** The labels of the answers, in the order of the scores. */
  readonly labels: readonly string[];
  /**
   * A row without a text keeps its error. A text without an answer becomes an error.
   *
   * @throws RunStoppedError after `stop`, for rows that would need more time
   */
  classify(rows: readonly Row[]): Promise<ClassifiedRows>;
  /** The run is to end within a second. Rows that have their answers by then are written. */
  stop(): void;
  /** Ends every call. */
  close(): Promise<void>;
}

/** The run was stopped before some rows had their answers. */
export class RunStoppedError extends Error {
  override readonly name = 'RunStoppedError';

  constructor() {
    super('the run was stopped');
  }
}

/** @returns the result of a row without an answer; `error` says why, in a sentence */
export function toFailedResult(error: string | undefined): RowResult {
  return { sentiment: undefined, score: undefined, scores: [], truncated: false, error };
}

/** @param scores one for each label, in the order of the labels */
export function toRowResult(scores: readonly number[], labels: readonly string[], truncated: boolean): RowResult {
  const best = findLargest(scores);
  return { sentiment: labels[best], score: scores[best], scores, truncated, error: undefined };
}
