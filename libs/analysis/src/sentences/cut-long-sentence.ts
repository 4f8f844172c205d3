import { isWhiteSpace } from './white-space.js';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** A character that extends the one before it. */
const EXTENDING = /^[\p{M}\u200c\u200d\uff9e\uff9f\u{1f3fb}-\u{1f3ff}]/u;

/**
 * Cuts a text that goes on for `maxUnits` without the end of a sentence: behind its last white space, or else between two grapheme
 * clusters, or else (one cluster fills all of it) between two code points.
 *
 * @param start the begin of the sentence, not white space
 * @param maxUnits UTF-16 units, 2 or more; the text has more than these from `start` on
 * @returns the offset of the cut, in UTF-16 units
 */
export function cutLongSentence(text: string, start: number, maxUnits: number): number {
  const limit = start + maxUnits;
  for (let cut = limit; cut > start + 1; cut--) {
    if (isWhiteSpace(text.charCodeAt(cut - 1)) && !EXTENDING.test(text.slice(cut, cut + 2))) return cut;
  }
  // The last cluster may go on behind the limit.
  const cluster = graphemes.segment(text.slice(start, limit)).containing(maxUnits - 1);
  if (cluster && cluster.index > 0) return start + cluster.index;
  return isInsideSurrogatePair(text, limit) ? limit - 1 : limit;
}

function isInsideSurrogatePair(text: string, offset: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(offset - 1, offset + 1));
}
