/** The most bytes of a body, by default. */
const MAX_BODY_BYTES = 2_097_152;
/** For the JSON around the text, and for the word that makes it a new one. */
const RESERVED_BYTES = 64;

const FIRST_SYLLABLE = 0xac00;
const SYLLABLES = 11_172;
const HANGUL_CHARACTERS = 690_000;

/** Syllables of Hangul without a blank, the 11,172 different ones over and over: the text of most work by its bytes. */
export function hangulText(): string {
  const codes = Array.from({ length: HANGUL_CHARACTERS }, (_, index) => FIRST_SYLLABLE + (index % SYLLABLES));
  return joinCodes(codes);
}

/** Combining marks of two classes in turn and in the wrong order: normalization has to sort them. */
export function combiningMarks(): string {
  return fill('\u0301\u0327');
}

/** The character over and over, up to the most bytes that a body may have. */
export function fill(characters: string): string {
  return characters.repeat(Math.floor((MAX_BODY_BYTES - RESERVED_BYTES) / Buffer.byteLength(characters)));
}

/** (A call with so many arguments would be past the stack.) */
function joinCodes(codes: readonly number[]): string {
  const parts: string[] = [];
  for (let start = 0; start < codes.length; start += 10_000) {
    parts.push(String.fromCharCode(...codes.slice(start, start + 10_000)));
  }
  return parts.join('');
}
