import { describe, expect, it } from 'vitest';
import { readNgramKeys, toNgramKey } from './ngrams.js';

function toKeys(...ngrams: string[]): number[] {
  return ngrams.map((ngram) => toNgramKey(new TextEncoder().encode(ngram)));
}

describe('Language detection: n-grams', () => {
  it.each([
    ['a', [' a ']],
    ['the', [' the ']],
    ['word', [' word ']],
    ['words', [' word', 'ords ']],
    ['absolute', [' abso', 'olut', 'lute ']],
    ["don't do", [" don'", "on't ", ' do ']],
  ])('of %s are four letters at every third place, with blanks around the word', (text, ngrams) => {
    expect([...readNgramKeys(text)]).toEqual(toKeys(...ngrams));
  });

  it('are counted once', () => {
    expect(readNgramKeys('so so so').size).toBe(1);
  });

  it('are of bytes: one Chinese character is three', () => {
    expect([...readNgramKeys('é')]).toEqual([toNgramKey([0x20, 0xc3, 0xa9, 0x20])]);
    expect([...readNgramKeys('漢')]).toEqual([toNgramKey([0x20, 0xe6, 0xbc, 0xa2, 0x20])]);
  });

  it('end at the first blank after 350 bytes', () => {
    const words = Array.from(
      { length: 200 },
      (_, index) => `w${String.fromCharCode(97 + (index % 26), 97 + index / 26)}`,
    );
    // Blanks are at 3, 7 ... 351: 88 words are before the last of them.
    expect(readNgramKeys(words.join(' ')).size).toBe(88);
  });

  it('end inside of a word after 380 bytes, behind a whole character', () => {
    const words = 'ab '.repeat(116);
    const word = 'öäüß'.repeat(9);
    expect(readNgramKeys(words + word)).toEqual(readNgramKeys('ab ' + word.slice(0, 17)));
  });

  it('of a long word are those of its first 70 bytes, and one that no table has', () => {
    const word = Array.from({ length: 300 }, (_, index) => String.fromCharCode(97 + (index % 26))).join('');
    const keys = [...readNgramKeys(word)];
    expect(keys).toHaveLength(23);
    expect(keys.filter((key) => key < 0)).toHaveLength(1);
  });

  it('are none in a text without words', () => {
    expect(readNgramKeys('').size).toBe(0);
  });
});
