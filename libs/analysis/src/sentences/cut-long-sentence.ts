import { startsWithCombiningMark } from './rules/grapheme-clusters.js';
import { isWhiteSpace } from './white-space.js';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

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
    if (isWhiteSpace(text.charCodeAt(cut - 1)) && !startsWithCombiningMark(text.slice(cut, cut + 2))) return cut;
  }
  const end = isInsideSurrogatePair(text, limit) ? limit - 1 : limit;
  // The last cluster may go on behind the limit.
  const cluster = graphemes.segment(text.slice(start, end)).containing(end - 1 - start);
  return cluster && cluster.index > 0 ? start + cluster.index : end;
}

function isInsideSurrogatePair(text: string, offset: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(offset - 1, offset + 1));
}
