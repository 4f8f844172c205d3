import { TableError } from '../../classify/table.js';
import { checkSentences, SENTENCE_COLUMNS } from './sentence-columns.js';
import type { ScoredTableOptions } from './scored-table-options.js';

/** The places of the cells that `classify` added to a row, and of those that a report needs beside them. */
export interface ScoredColumns {
  readonly sentiment: number;
  readonly score: number;
  /** Names in lower case, with their places. */
  readonly labels: readonly (readonly [string, number])[];
  readonly truncated: number;
  readonly error: number;
  /** Undefined when the rows are whole texts. */
  readonly sentences: SentenceColumns | undefined;
  readonly text: number;
  readonly group: number | undefined;
  readonly date: number | undefined;
}

interface SentenceColumns {
  readonly row: number;
  readonly sentence: number;
  readonly text: number;
}

/**
 * Finds the columns in the header of an output.
 *
 * @throws TableError when the header lacks the columns of `classify`, or says that `sentences` is wrong
 */
export function findScoredColumns(header: readonly string[], options: ScoredTableOptions): ScoredColumns {
  const { prefix, column, groupBy, dateColumn, rowNames, sentences } = options;
  const shift = rowNames ? 1 : 0;
  const sentiment = header.indexOf(`${prefix}sentiment`);
  const truncated = header.indexOf(`${prefix}truncated`, sentiment);
  const names = header.slice(sentiment + 2, truncated).map((name) => name.slice(prefix.length));
  const isComplete =
    sentiment >= 0 &&
    names.length > 0 &&
    header[sentiment + 1] === `${prefix}score` &&
    header[truncated + 1] === `${prefix}error`;
  if (!isComplete) {
    const wanted = quoteNames(['sentiment', 'score', 'truncated', 'error'], prefix);
    throw new TableError(
      `the file is no output of "sentiment classify": it lacks the columns ${wanted} (see --prefix)`,
    );
  }
  const find = (name: string | undefined) => (name === undefined ? undefined : header.indexOf(name) + shift);
  const first = sentiment - SENTENCE_COLUMNS.length;
  checkSentences(header, options);
  return {
    sentiment: sentiment + shift,
    score: sentiment + 1 + shift,
    labels: names.map((name, index) => [name, sentiment + 2 + index + shift]),
    truncated: truncated + shift,
    error: truncated + 1 + shift,
    sentences: sentences ? { row: first + shift, sentence: first + 1 + shift, text: first + 2 + shift } : undefined,
    text: header.indexOf(column) + shift,
    group: find(groupBy),
    date: find(dateColumn),
  };
}

function quoteNames(names: readonly string[], prefix: string): string {
  return names.map((name) => JSON.stringify(prefix + name)).join(', ');
}
