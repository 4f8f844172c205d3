import { cutLongSentence } from './cut-long-sentence.js';
import { findGaps, readGap, type GapPosition } from './find-gaps.js';
import { isSentenceEnd } from './rules/is-sentence-end.js';
import type { Sentence } from './sentence.js';
import { isDeciding } from './slice-boundaries.js';
import { skipWhiteSpace, trimEnd } from './white-space.js';

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * The definition without slices: the segmenter gets the whole text, and again what follows a cut or a long gap. A sentence ends in the first gap
 * that the rules call its end, if something that decides about it follows within the longest sentence.
 */
export function splitWholeText(whole: string, longest: number): Sentence[] {
  const sentences: Sentence[] = [];
  let start = skipWhiteSpace(whole, 0, whole.length);
  let gaps = findWholeGaps(whole, start);
  while (start < whole.length) {
    const begin = start;
    const gap = gaps.find(
      (position) =>
        position.end > begin &&
        isDecided(whole, position.next, begin + longest) &&
        isSentenceEnd(readGap(whole, begin, position)),
    );
    const end = gap?.next ?? cutLongSentence(whole, begin, longest);
    sentences.push({ start: begin, end: trimEnd(whole, begin, end) });
    start = skipWhiteSpace(whole, end, whole.length);
    const isLongGap = gap !== undefined && gap.next < start;
    if (!gap || isLongGap) gaps = findWholeGaps(whole, start);
  }
  return sentences;
}

function findWholeGaps(whole: string, from: number): GapPosition[] {
  const boundaries = [...segmenter.segment(whole.slice(from))].map(
    ({ index, segment }) => from + index + segment.length,
  );
  return findGaps(whole, from, whole.length, boundaries);
}

function isDecided(whole: string, offset: number, limit: number): boolean {
  if (limit >= whole.length) return true;
  return [...Array(Math.max(0, limit - offset)).keys()].some((index) => isDeciding(whole.charAt(offset + index)));
}
