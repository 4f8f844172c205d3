import type { Sentence } from '../sentences/sentence.js';

/** A word and what it adds to the answer. */
export interface WordContribution extends Sentence {
  /** -1 to 1; positive for a word that makes the document more positive. The absolute values of a document sum to 1. */
  readonly contribution: number;
}

/**
 * What each word adds: the change of the polarity's logit when the word is left out, as a share of all such changes. Changes of
 * two words do not add up where one negates the other.
 *
 * @param whole polarity's logit of the whole text
 * @param without polarity's logit of the text without each word, in the order of the words
 */
export function toContributions(
  words: readonly Sentence[],
  whole: number,
  without: readonly number[],
): WordContribution[] {
  const changes = words.map((_, index) => whole - (without[index] ?? whole));
  const sum = changes.reduce((total, change) => total + Math.abs(change), 0);
  return words.map(({ start, end }, index) => ({
    start,
    end,
    contribution: sum === 0 ? 0 : (changes[index] ?? 0) / sum,
  }));
}
