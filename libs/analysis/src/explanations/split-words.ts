import type { Sentence } from '../sentences/sentence.js';

/** The longest text that is explained, in UTF-16 units: the time of the segmenter grows faster than its text. */
export const MAX_EXPLAINED_UNITS = 4_096;

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
const EMOJI = /\p{Extended_Pictographic}/u;

/**
 * The first words of a text, in order: an emoji is one too, punctuation and white space are none.
 *
 * @param text at most MAX_EXPLAINED_UNITS
 * @param most number of words
 */
export function splitWords(text: string, most = Number.POSITIVE_INFINITY): Sentence[] {
  const words: Sentence[] = [];
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    if (words.length === most) break;
    if (isWordLike || EMOJI.test(segment)) words.push({ start: index, end: index + segment.length });
  }
  return words;
}

/** The text without one of its words, and without the blank before the word. */
export function leaveOut(text: string, { start, end }: Sentence): string {
  const from = text.charAt(start - 1) === ' ' ? start - 1 : start;
  return text.slice(0, from) + text.slice(end);
}
