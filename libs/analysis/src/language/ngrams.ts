/**
 * The n-grams of the npm package eld, over UTF-8 bytes: four bytes of a word at every third place, with a blank for the
 * beginning and the end of the word.
 */
const BLANK = 0x20;
/** More bytes of a word are not read, except for its end. Languages without blanks have long words. */
const MAX_WORD_BYTES = 70;
const NGRAM_BYTES = 4;
const STRIDE_BYTES = 3;
/** A key has room for four bytes and two blanks. */
const KEY_BYTES = 6;
/** Reading ends at the first blank after so many bytes, some 60 words, or after any character past the second bound. */
const MAX_BYTES_TO_BLANK = 350;
const MAX_BYTES = 380;

const encoder = new TextEncoder();

/** @returns the key of an n-gram of at most 6 bytes: a 48-bit number, with zeros at the end of a shorter n-gram */
export function toNgramKey(bytes: ArrayLike<number>): number {
  let key = 0;
  for (let index = 0; index < KEY_BYTES; index++) key = key * 256 + (bytes[index] ?? 0);
  return key;
}

/**
 * @param text words of lower-case letters with one blank between them
 * @returns the keys of the different n-grams of the beginning of the text. A negative key stands for an n-gram that no
 *   table has.
 */
export function readNgramKeys(text: string): ReadonlySet<number> {
  const bytes = cutBytes(encoder.encode(text));
  const keys = new Set<number>();
  for (let start = 0; start < bytes.length;) {
    const blank = bytes.indexOf(BLANK, start);
    const end = blank === -1 ? bytes.length : blank;
    addWord(bytes, start, end, keys);
    start = end + 1;
  }
  return keys;
}

function cutBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= MAX_BYTES_TO_BLANK) return bytes;
  const blank = bytes.indexOf(BLANK, MAX_BYTES_TO_BLANK + 1);
  let end = MAX_BYTES + 1;
  // Continuation bytes belong to the character before.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end++;
  return bytes.subarray(0, blank === -1 ? end : Math.min(blank, end));
}

function addWord(bytes: Uint8Array, start: number, end: number, keys: Set<number>): void {
  const length = Math.min(end - start, MAX_WORD_BYTES);
  let offset = 0;
  for (; offset + NGRAM_BYTES < length; offset += STRIDE_BYTES) {
    const ngram = bytes.subarray(start + offset, start + offset + NGRAM_BYTES);
    keys.add(toNgramKey(offset === 0 ? [BLANK, ...ngram] : ngram));
  }
  // The rest of a longer word is one n-gram for eld too: it counts, and is in no table.
  if (end - start > MAX_WORD_BYTES) keys.add(-1 - start);
  else {
    const last = bytes.subarray(Math.max(start, end - NGRAM_BYTES), end);
    keys.add(toNgramKey(offset === 0 ? [BLANK, ...last, BLANK] : [...last, BLANK]));
  }
}
