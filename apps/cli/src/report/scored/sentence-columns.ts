import { TableError } from '../../classify/table.js';
import type { ScoredTableOptions } from './scored-table-options.js';

/** The columns that `--sentences` of `classify` puts before the sentiment. */
export const SENTENCE_COLUMNS = ['row', 'sentence', 'sentence_text'];

/**
 * Checks that the option `--sentences` is that of the output: without it the rows of one text would be counted as several texts.
 *
 * @param names of the columns of an output or, for NDJSON, of the fields of a line with an answer
 * @throws TableError when it is not
 */
export function checkSentences(
  names: readonly string[],
  { sentences, prefix }: Pick<ScoredTableOptions, 'sentences' | 'prefix'>,
): void {
  const first = names.indexOf(`${prefix}sentiment`) - SENTENCE_COLUMNS.length;
  const hasSentences = SENTENCE_COLUMNS.every((name, index) => names[first + index] === prefix + name);
  if (hasSentences === sentences) return;
  const quoted = SENTENCE_COLUMNS.map((name) => JSON.stringify(prefix + name)).join(', ');
  throw new TableError(
    sentences
      ? `the file lacks the columns ${quoted}: it was written without --sentences`
      : `the file has the columns ${quoted} before the sentiment, so each row is a sentence: give the option --sentences`,
  );
}
