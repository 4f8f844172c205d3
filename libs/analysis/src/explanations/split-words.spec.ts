import { describe, expect, it } from 'vitest';
import { leaveOut, splitWords } from './split-words.js';

const getWords = (text: string) => splitWords(text).map(({ start, end }) => text.slice(start, end));

describe('Words of a text', () => {
  it('are words, numbers and emoji, without punctuation', () => {
    expect(getWords("I don't like it, 3 of 5 👎🏽!")).toEqual(['I', "don't", 'like', 'it', '3', 'of', '5', '👎🏽']);
  });

  it('are only the first ones when so many are asked for', () => {
    expect(splitWords('one two three', 2)).toHaveLength(2);
  });

  it('are none in blanks and punctuation', () => {
    expect(getWords(' ... !')).toEqual([]);
  });
});

describe('Text without a word', () => {
  it('has no second blank in the place of the word', () => {
    const text = 'not very good.';
    expect(splitWords(text).map((word) => leaveOut(text, word))).toEqual([' very good.', 'not good.', 'not very.']);
  });
});
