/** Most UTF-16 units of a text that are read. The detector needs some 400 of them, and the rest may be markup or addresses. */
export const MAX_READ_UNITS = 2_000;
/** A word that the bound cuts in two is dropped, unless it is longer than this. */
const MAX_CUT_WORD_UNITS = 100;

/** Each pattern is bounded, so that no text takes longer than its length. */
const NOISE: readonly RegExp[] = [
  // Emoji, letters outside the Basic Multilingual Plane, lone surrogates.
  /[\ud800-\udfff]+/g,
  // HTML tags and character references.
  /<[/!a-z][^<>]{0,300}>/gi,
  /&#?\w{2,8};/g,
  // URLs up to a blank. Chinese and Japanese text may follow without one.
  /\b(?:https?:\/\/|www\.)[^\s\u3000-\u9fff\uff00-\uffef]+/gi,
  // E-mail addresses, handles, names of users and communities, host names.
  /(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}/g,
  /@[\p{L}\p{N}_]{1,50}/gu,
  /\b[ur]\/\w{1,50}/g,
  /(?<![a-z0-9.-])[a-z0-9.-]{1,63}\.(?:com|org|net|io|co|edu|gov|info|de|es|fr|it|nl|pt|tr|uk)\b(?:\/[\x21-\x7e]*)?/gi,
];
const NOT_IN_WORD = /[^\p{L}'`’]+/u;
const APOSTROPHES = "'`’";

/**
 * The words of a text that say something about its language. URLs, e-mail addresses, handles, host names, HTML tags, emoji and
 * digits are left out.
 *
 * @param text of any length: the first 2,000 UTF-16 units are read, up to the last blank
 * @returns words in lower case, with one blank between them
 */
export function readWords(text: string): string {
  let rest = cutAtBlank(text);
  for (const pattern of NOISE) rest = rest.replace(pattern, ' ');
  return rest
    .split(NOT_IN_WORD)
    .map(trimApostrophes)
    .filter((word) => word !== '')
    .join(' ')
    .toLowerCase();
}

function cutAtBlank(text: string): string {
  if (text.length <= MAX_READ_UNITS) return text;
  const beginning = text.slice(0, MAX_READ_UNITS);
  const lastWord = /\s\S{0,100}$/.exec(beginning.slice(-MAX_CUT_WORD_UNITS - 1));
  return lastWord === null ? beginning : beginning.slice(0, -lastWord[0].length);
}

/** As in eld, words keep the apostrophes before their first letter, and lose those after their last. */
function trimApostrophes(word: string): string {
  let end = word.length;
  while (end > 0 && APOSTROPHES.includes(word.charAt(end - 1))) end--;
  return word.slice(0, end);
}
