import type { Gap } from './gap.js';
import { CLOSER, hasLineBreak, TERMINATOR } from './punctuation.js';

/** One emoticon of ASCII characters. */
export const EMOTICON = "(?:[:;=][-^'~]?[()\\[\\]DPp|/\\\\*oO]{1,8}|<3|[xX]D{1,8}|\\^_?\\^|-_-|T_T)";
/** One emoji: a flag is two of them, and a sequence with joiners is many. */
export const EMOJI =
  '(?:[\\p{Extended_Pictographic}\\p{Regional_Indicator}\\u{1f3fb}-\\u{1f3ff}\\u{e0020}-\\u{e007f}][\\u200d\\ufe0e\\ufe0f\\u20e3]{0,3})';

const STARTS_WITH_FACE = new RegExp(`^(?:${EMOTICON}(?![\\p{L}\\p{N}])|(?![©®™])${EMOJI})`, 'u');
const ENDS_WITH_EMOTICON = new RegExp(`\\s${EMOTICON}$`, 'u');
const ENDS_WITH_EMOJI = new RegExp(`${EMOJI}$`, 'u');
const TERMINATOR_AND_FACES = new RegExp(
  `${TERMINATOR}${CLOSER}{0,8}(?:[^\\S\\n\\r]{0,3}(?:${EMOTICON}|${EMOJI}))+$`,
  'u',
);
const TERMINATOR_OR_FACES = new RegExp(
  `${TERMINATOR}${CLOSER}{0,8}(?:[^\\S\\n\\r]{0,3}(?:${EMOTICON}|${EMOJI}))*$`,
  'u',
);
const TWO_WORDS_AND_EMOJI = new RegExp(`[\\p{L}\\p{N}][^\\p{L}\\p{N}]+[\\p{L}\\p{N}]+[^\\p{L}\\p{N}]*$`, 'u');

/** An emoticon or emoji behind a terminator belongs to the sentence before it: "Great! :) Thanks". */
export function keepEmoticon({ before, blank, after }: Gap): boolean | undefined {
  if (hasLineBreak(blank) || !STARTS_WITH_FACE.test(after)) return undefined;
  return TERMINATOR_OR_FACES.test(before) ? false : undefined;
}

/** A sentence ends behind the emoticons and emoji that follow its terminator. */
export function endAfterTerminatorAndEmoticons({ before, blank, after }: Gap): boolean | undefined {
  if (!TERMINATOR_AND_FACES.test(before)) return undefined;
  return blank !== '' || /^\p{L}/u.test(after) ? true : undefined;
}

/** An emoticon ends a sentence that has no terminator. An emoji does so before a capital, behind two words: "I ❤ New York" goes on. */
export function endAfterEmoticon({ before, blank, after }: Gap): boolean | undefined {
  if (blank === '') return undefined;
  if (ENDS_WITH_EMOTICON.test(before)) return !/^[,;.!?)]/.test(after);
  const isEmojiEnd = ENDS_WITH_EMOJI.test(before) && TWO_WORDS_AND_EMOJI.test(before);
  return isEmojiEnd && /^\p{Lu}/u.test(after) ? true : undefined;
}
