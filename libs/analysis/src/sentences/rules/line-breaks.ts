import { endsWithTerminator, hasLineBreak } from './punctuation.js';
import type { Gap } from './gap.js';

const SHORT_LINE = 40;

/**
 * A single line break ends a sentence when its line looks complete: it ends with a terminator, or it is short and the next one
 * begins with a capital, as in titles and signatures. Other line breaks are those of hard-wrapped prose.
 */
export function judgeLineBreak({ before, blank, after }: Gap): boolean | undefined {
  if (!hasLineBreak(blank)) return undefined;
  const line = before.split(/[\n\r\u2028]/).at(-1) ?? '';
  return endsWithTerminator(before) || (line.length <= SHORT_LINE && /^\p{Lu}/u.test(after));
}
