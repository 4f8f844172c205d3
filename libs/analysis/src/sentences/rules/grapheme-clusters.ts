import { hasLineBreak } from './punctuation.js';
import type { Gap } from './gap.js';

const JOINER = '\u200d';
const COMBINING = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d|[\u200c\uff9e\uff9f])/u;

/** @returns whether a text begins with a character that extends the one before it in a grapheme cluster */
export function startsWithCombiningMark(text: string): boolean {
  return COMBINING.test(text);
}

/**
 * A combining mark belongs to the character before it, be it a blank; behind a line break it stands alone. A zero-width joiner
 * joins the characters around it.
 */
export function keepGraphemeClusters({ before, blank, after }: Gap): boolean | undefined {
  if (blank === '' && before.endsWith(JOINER)) return false;
  return startsWithCombiningMark(after) && !hasLineBreak(blank.slice(-1)) ? false : undefined;
}
