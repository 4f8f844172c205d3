import { keepAbbreviation } from './abbreviations.js';
import { endAfterEmoticon, endAfterTerminatorAndEmoticons, keepEmoticon } from './emoticons.js';
import type { Gap, Rule } from './gap.js';
import { keepGraphemeClusters } from './grapheme-clusters.js';
import { judgeLineBreak } from './line-breaks.js';
import { endAfterListItem, endBeforeListItem, keepListMarker } from './list-items.js';
import { judgeMissingBlank } from './missing-blanks.js';
import { endAtEmptyLine } from './paragraphs.js';
import { keepQuotation } from './quotations.js';
import { endBeforeUnmarkedStart } from './unmarked-starts.js';

/** The first rule that applies decides. */
const RULES: readonly Rule[] = [
  keepGraphemeClusters,
  endAtEmptyLine,
  endBeforeListItem,
  keepListMarker,
  keepEmoticon,
  endAfterTerminatorAndEmoticons,
  judgeMissingBlank,
  keepAbbreviation,
  endAfterListItem,
  endAfterEmoticon,
  judgeLineBreak,
  keepQuotation,
  endBeforeUnmarkedStart,
];

/** @returns whether a sentence ends in a gap: by the first rule that applies, or else by the segmenter */
export function isSentenceEnd(gap: Gap): boolean {
  for (const rule of RULES) {
    const answer = rule(gap);
    if (answer !== undefined) return answer;
  }
  return gap.isSegmenterBoundary;
}
