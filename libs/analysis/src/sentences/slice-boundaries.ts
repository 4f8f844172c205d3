/** The part of `Intl.Segmenter` that the splitter uses. */
export interface SentenceSegmenter {
  /** Segments a text. @returns the segments in order, `index` is the offset of a segment in UTF-16 units */
  segment(text: string): Iterable<{ readonly index: number }>;
}

export const englishSegmenter: SentenceSegmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** A letter, a paragraph separator or a terminator. U+FF9E and U+FF9F are letters that extend the letter before them. */
const DECIDING = /[\p{L}\n\r\u0085\u2028\u2029.!?]/u;
const EXTENDING_LETTERS = /[\uff9e\uff9f]/;

/**
 * Segments a slice of a text.
 *
 * A boundary of the slice is a boundary of the text only if no character behind the slice can change it. Rule SB8 of UAX #29
 * joins a full stop with what follows when the next letter is a lower-case one, and on the way to that letter it skips any
 * number of digits, symbols and emoji. Only a letter, a paragraph separator or another terminator ends that search. All other
 * rules read one character behind the boundary. So a boundary is final when one of these characters follows it in the slice. In the
 * other direction no rule reads past the boundary before, so a slice may begin at any boundary. It may also begin at a sentence that
 * begins inside a segment: the segmenter looks back from a boundary over blanks and brackets to a terminator, and over no letter, digit
 * or symbol.
 *
 * @param from the begin of the slice, which is the begin of a sentence
 * @param to the end of the slice
 * @returns the final boundaries, ascending, and the offset from which on nothing is final
 */
export function readFinalBoundaries(
  text: string,
  from: number,
  to: number,
  segmenter: SentenceSegmenter,
): { readonly boundaries: readonly number[]; readonly finalTo: number } {
  const slice = text.slice(from, to);
  const finalTo = to === text.length ? to : from + findLastDeciding(slice);
  const boundaries: number[] = [];
  for (const { index } of segmenter.segment(slice)) {
    if (from + index > finalTo) break;
    if (index > 0) boundaries.push(from + index);
  }
  if (to === text.length) boundaries.push(to);
  return { boundaries, finalTo };
}

/** @returns whether a character decides the boundary before it */
export function isDeciding(character: string): boolean {
  return DECIDING.test(character) && !EXTENDING_LETTERS.test(character);
}

function findLastDeciding(slice: string): number {
  for (let offset = slice.length - 1; offset > 0; offset--) {
    if (isDeciding(slice.charAt(offset))) return offset;
  }
  return 0;
}
