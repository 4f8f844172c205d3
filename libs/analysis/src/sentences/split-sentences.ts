import { cutLongSentence } from './cut-long-sentence.js';
import { findGaps, readGap } from './find-gaps.js';
import { isSentenceEnd } from './rules/is-sentence-end.js';
import type { Sentence } from './sentence.js';
import { englishSegmenter, readFinalBoundaries, type SentenceSegmenter } from './slice-boundaries.js';
import { isWhiteSpace, skipWhiteSpace, trimEnd } from './white-space.js';

/** The longest sentence, and the longest slice that the segmenter gets, in UTF-16 units. */
export const MAX_SENTENCE_UNITS = 4096;

export interface SplitOptions {
  /** The longest sentence, in UTF-16 units: an integer of 8 or more. */
  readonly maxUnits?: number;
  readonly segmenter?: SentenceSegmenter;
}

/**
 * Splits a text into sentences, slice by slice, because the time of the segmenter grows with the square of the length of its text. The
 * caller may let other work run between two batches, or stop. A batch may be empty.
 *
 * The slices do not change the sentences: they are those of the whole text. Slices are short at first, and grow while they hold no
 * whole sentence. A text that has no end of a sentence in `maxUnits` is cut there, and what follows is split as a text of its own. A gap
 * counts as an end only if a letter, a paragraph separator or a terminator behind it lies within `maxUnits` of the begin of the sentence,
 * or the text ends there. So no decision needs more of the text than that.
 *
 * @throws RangeError when `maxUnits` is not an integer of 8 or more
 */
export function* splitSentences(
  text: string,
  { maxUnits = MAX_SENTENCE_UNITS, segmenter = englishSegmenter }: SplitOptions = {},
): Generator<readonly Sentence[], void, undefined> {
  if (!Number.isInteger(maxUnits) || maxUnits < 8) {
    throw new RangeError(`maxUnits is ${maxUnits}, and must be an integer of 8 or more`);
  }
  const shortUnits = Math.ceil(maxUnits / 4);
  let start = 0;
  let units = shortUnits;
  while (start < text.length) {
    if (isWhiteSpace(text.charCodeAt(start))) {
      start = skipWhiteSpace(text, start, start + maxUnits);
      yield [];
      continue;
    }
    const { sentences, next } = readSlice(text, start, units, segmenter);
    if (next > start) {
      units = shortUnits;
      start = next;
    } else if (units < maxUnits) {
      units = Math.min(maxUnits, units * 2);
    } else {
      const cut = cutLongSentence(text, start, maxUnits);
      sentences.push({ start, end: trimEnd(text, start, cut) });
      units = shortUnits;
      start = cut;
    }
    yield sentences;
  }
}

/** @returns the sentences that are certain in the slice, and the offset where the next one begins */
function readSlice(
  text: string,
  from: number,
  units: number,
  segmenter: SentenceSegmenter,
): { readonly sentences: Sentence[]; readonly next: number } {
  const to = Math.min(text.length, from + units);
  const { boundaries, finalTo } = readFinalBoundaries(text, from, to, segmenter);
  const sentences: Sentence[] = [];
  let start = from;
  for (const position of findGaps(text, from, to, boundaries)) {
    if (position.next > finalTo) break;
    if (position.end <= start || !isSentenceEnd(readGap(text, start, position))) continue;
    sentences.push({ start, end: position.end });
    start = position.next;
    // A gap that is longer than the rules read goes on. What follows it is split as a text of its own.
    if (isWhiteSpace(text.charCodeAt(start))) break;
  }
  return { sentences, next: start };
}
