import { randomInt } from 'node:crypto';

const LETTERS = 8;
const ALPHABET = 26;
let next = randomInt(ALPHABET ** LETTERS);

/** A word of eight letters that no request had before: a text with it is in no cache. */
export function newWord(): string {
  let word = '';
  for (let rest = next, letter = 0; letter < LETTERS; letter++) {
    word += String.fromCharCode(97 + (rest % ALPHABET));
    rest = Math.floor(rest / ALPHABET);
  }
  next = (next + 1) % ALPHABET ** LETTERS;
  return word;
}
