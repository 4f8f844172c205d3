import { hasLineBreak } from './punctuation.js';
import type { Gap } from './gap.js';

const COMBINING = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d|[\u200c\uff9e\uff9f])/u;

/** @returns whether a text begins with a character that extends the one before it in a grapheme cluster */
export function startsWithCombiningMark(text: string): boolean {
  return COMBINING.test(text);
}

/** A combining mark belongs to the character before it, be it a blank. Behind a line break it stands alone. */
export function keepCombiningMarks({ blank, after }: Gap): boolean | undefined {
  return startsWithCombiningMark(after) && !hasLineBreak(blank.slice(-1)) ? false : undefined;
}
