import { hasLineBreak } from './punctuation.js';
import type { Gap } from './gap.js';

const EXTENDING = /^[\p{M}\u200c\u200d\uff9e\uff9f\u{1f3fb}-\u{1f3ff}]/u;

/** A combining mark belongs to the character before it, be it a blank. Behind a line break it stands alone. */
export function keepCombiningMarks({ blank, after }: Gap): boolean | undefined {
  return EXTENDING.test(after) && !hasLineBreak(blank.slice(-1)) ? false : undefined;
}
