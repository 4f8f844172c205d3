import type { Gap } from './gap.js';
import { CLOSER, hasLineBreak, TERMINATOR } from './punctuation.js';

const SMILEY = "[:;=][-^'~]?[()\\[\\]DPp|/\\\\*oO]{1,8}|[xX]D{1,8}|\\^_?\\^|-_-|T_T";
/** Source of an expression for one emoticon of ASCII characters. */
export const EMOTICON = `(?:${SMILEY}|<3)`;
/** Source of an expression for one emoji: a flag is two of them, and a sequence with joiners is many. Trade marks are none. */
export const EMOJI =
  '(?:(?![©®™])[\\p{Extended_Pictographic}\\p{Regional_Indicator}\\p{Emoji_Modifier}\\u{e0020}-\\u{e007f}](?:\\u200d|\\p{M}){0,3})';

const TERMINATOR_BEFORE_FACES = `${TERMINATOR}${CLOSER}{0,8}(?:[^\\S\\n\\r]{0,3}(?:${EMOTICON}|${EMOJI}))`;
const ENDS_WITH_TERMINATOR_AND_FACES = new RegExp(`${TERMINATOR_BEFORE_FACES}+$`, 'u');
const ENDS_WITH_TERMINATOR_OR_FACES = new RegExp(`${TERMINATOR_BEFORE_FACES}*$`, 'u');
const STARTS_WITH_FACE = new RegExp(`^(?:${EMOTICON}(?![\\p{L}\\p{N}])|${EMOJI})`, 'u');
const ENDS_WITH_SMILEY = new RegExp(`\\s(?:${SMILEY})$`, 'u');
const ENDS_WITH_EMOJI = new RegExp(`${EMOJI}$`, 'u');
const HAS_TWO_WORDS = /[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]/u;

/** An emoticon or emoji behind a terminator belongs to the sentence before it: "Great! :) Thanks". */
export function keepEmoticon({ before, blank, after }: Gap): boolean | undefined {
  if (hasLineBreak(blank) || !STARTS_WITH_FACE.test(after)) return undefined;
  return ENDS_WITH_TERMINATOR_OR_FACES.test(before) ? false : undefined;
}

/** A sentence ends behind the emoticons and emoji that follow its terminator. */
export function endAfterTerminatorAndEmoticons({ before, blank, after }: Gap): boolean | undefined {
  if (!ENDS_WITH_TERMINATOR_AND_FACES.test(before)) return undefined;
  return blank !== '' || /^\p{L}/u.test(after) ? true : undefined;
}

/**
 * A smiley ends a sentence that has no terminator. An emoji does so before a capital, behind two words: "I ❤ New York" goes on, and
 * so does "I <3 New York".
 */
export function endAfterEmoticon({ before, blank, after }: Gap): boolean | undefined {
  if (blank === '') return undefined;
  if (ENDS_WITH_SMILEY.test(before)) return !/^[,;.!?)]/.test(after);
  const isClosedByEmoji = ENDS_WITH_EMOJI.test(before) && HAS_TWO_WORDS.test(before);
  return isClosedByEmoji && /^\p{Lu}/u.test(after) ? true : undefined;
}
