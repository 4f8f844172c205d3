import { readAbbreviation } from './abbreviations.js';
import type { Gap } from './gap.js';
import { CLOSER } from './punctuation.js';

const STOP = new RegExp(`[\\p{L}\\p{N}]{2}\\.${CLOSER}{0,2}$`, 'u');
const ELLIPSIS = new RegExp(`…${CLOSER}{0,2}$`, 'u');
/** Numbers, amounts, tags, and names such as "iPhone". */
const NO_CAPITAL = /^(?:[\p{N}#@$€£]|\p{Ll}{1,2}\p{Lu})/u;
const LOWER_CASE_OPENING = /^[^\p{L}]*\p{Ll}/u;

/**
 * Sentences that the segmenter joins because the next one begins with no capital: it begins with a number, a tag or a name such as
 * "iPhone", or its author writes all sentences in lower case. An ellipsis in one character ends a sentence before a capital.
 */
export function endBeforeUnmarkedStart({ opening, before, after }: Gap): boolean | undefined {
  if (ELLIPSIS.test(before)) return /^\p{Lu}/u.test(after) ? true : undefined;
  if (!STOP.test(before)) return undefined;
  const kind = readAbbreviation(before);
  if (kind !== undefined && kind !== 'before-number') return undefined;
  const isLowerCase = LOWER_CASE_OPENING.test(opening) && /^\p{Ll}/u.test(after);
  return isLowerCase || NO_CAPITAL.test(after) ? true : undefined;
}
