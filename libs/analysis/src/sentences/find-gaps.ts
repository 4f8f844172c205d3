import { EMOJI, EMOTICON } from './rules/emoticons.js';
import type { Gap } from './rules/gap.js';
import { CLOSER, TERMINATOR } from './rules/punctuation.js';
import { skipWhiteSpace, trimEnd } from './white-space.js';

const MAX_BLANK = 1024;
const MAX_BEFORE = 64;
const MAX_OPENING = 16;
const MAX_AFTER = 32;

const SENTENCE_PARTS = new RegExp(`${TERMINATOR}{1,64}${CLOSER}{0,8}|${EMOTICON}|${EMOJI}{1,32}`, 'gu');

/** Where a sentence may end. */
export interface GapPosition {
  /** The begin of the gap: the offset behind the last character of the sentence. */
  readonly end: number;
  /** The end of the gap: the offset of the first character of the next sentence, if the gap has at most 1,024 units. */
  readonly next: number;
  readonly isSegmenterBoundary: boolean;
}

/**
 * Finds the gaps of a slice: those at the boundaries of the segmenter, and those behind terminators, emoticons and emoji.
 *
 * @param from the begin of the slice, not white space
 * @param boundaries the boundaries of the segmenter in the slice
 * @returns the gaps, ascending
 */
export function findGaps(text: string, from: number, to: number, boundaries: readonly number[]): GapPosition[] {
  const segmenterEnds = new Set(boundaries.map((boundary) => trimEnd(text, from, boundary)));
  const ends = new Set(segmenterEnds);
  for (const match of text.slice(from, to).matchAll(SENTENCE_PARTS)) ends.add(from + match.index + match[0].length);
  return [...ends]
    .sort((one, other) => one - other)
    .map((end) => ({
      end,
      next: skipWhiteSpace(text, end, end + MAX_BLANK),
      isSegmenterBoundary: segmenterEnds.has(end),
    }));
}

/** @param start the begin of the sentence. @returns the gap as rules see it */
export function readGap(text: string, start: number, { end, next, isSegmenterBoundary }: GapPosition): Gap {
  return {
    before: text.slice(Math.max(start, end - MAX_BEFORE), end),
    opening: text.slice(start, Math.min(end, start + MAX_OPENING)),
    blank: text.slice(end, next),
    after: text.slice(next, next + MAX_AFTER),
    isSegmenterBoundary,
  };
}
