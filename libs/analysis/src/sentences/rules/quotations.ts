import type { Gap } from './gap.js';
import { CLOSER, TERMINATOR } from './punctuation.js';

const QUOTED_TERMINATOR = new RegExp(`${TERMINATOR}${CLOSER}{1,8}$`, 'u');

/** A sentence goes on in lower case behind a quotation: "Stop!" he said. */
export function keepQuotation({ before, after }: Gap): boolean | undefined {
  return QUOTED_TERMINATOR.test(before) && /^\p{Ll}/u.test(after) ? false : undefined;
}
