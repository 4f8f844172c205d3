import { describe, expect, it } from 'vitest';
import { englishSegmenter, type SentenceSegmenter } from './slice-boundaries.js';
import { MAX_SENTENCE_UNITS, splitSentences } from './split-sentences.js';

function split(text: string, maxUnits = MAX_SENTENCE_UNITS): string[] {
  return [...splitSentences(text, { maxUnits })].flat().map(({ start, end }) => text.slice(start, end));
}

const UNITS = 200_000;
/** Texts that make a splitter slow, or that have no end of a sentence for long. */
const KINDS = {
  words: 'The room was nice and the staff too. ',
  'one word': 'x',
  'full stops': '.',
  blanks: ' ',
  emoji: '😀',
  'joined emoji': '👩‍',
  newlines: '\n',
  'short lines': 'a\r\n',
  'letters with a full stop': 'a. ',
  'capitals with a full stop': 'A. ',
  'exclamation marks': '! ',
  quotes: '"',
  brackets: '(',
  'closed full stops': '.)',
  'combining marks': '\u0301',
  'blanks with combining marks': ' \u0301',
  CRLF: '\r\n',
  numbers: '1. 1 ',
  'list items': '\n- a',
  'lone surrogates': '\ud83d',
  abbreviations: 'e.g. ',
} as const;

describe('sentences', () => {
  it('have offsets without the white space around them', () => {
    expect([...splitSentences('  Good phone.\r\n\r\n Bad camera! ')].flat()).toEqual([
      { start: 2, end: 13 },
      { start: 18, end: 29 },
    ]);
  });

  it.each(['', ' ', ' \r\n\t\u00a0'])('are none in %j', (text) => {
    expect(split(text)).toEqual([]);
  });

  it.each(['\0', '\ud83d', '\u0301', '😀', '.', '...', 'a'])('are one in %j', (text) => {
    expect(split(text)).toEqual([text]);
  });

  it('have a maximum that is an integer of 8 or more units', () => {
    expect(() => split('a', 7)).toThrow(RangeError);
    expect(() => split('a', 8.5)).toThrow(RangeError);
    expect(() => split('a', Number.NaN)).toThrow(RangeError);
  });
});

describe('sentences: slices', () => {
  it.each(Object.entries(KINDS))('of %s are at most 4,096 units, and their number is linear', (_kind, piece) => {
    const lengths: number[] = [];
    const segmenter: SentenceSegmenter = {
      segment: (slice) => {
        lengths.push(slice.length);
        return englishSegmenter.segment(slice);
      },
    };
    const text = piece.repeat(UNITS / piece.length);
    const batches = [...splitSentences(text, { segmenter })].length;
    expect(Math.max(0, ...lengths)).toBeLessThanOrEqual(4096);
    // Three lengths are tried for a cut, and slices of 1,024 units overlap by a sentence.
    expect(lengths.length).toBeLessThanOrEqual((UNITS / 1024) * 3 + 3);
    expect(batches).toBeLessThanOrEqual((UNITS / 1024) * 3 + 3);
  });

  it('end before an empty batch when the rest is white space', () => {
    expect([...splitSentences(' '.repeat(10_000))]).toEqual([[], [], []]);
  });

  it('do not see the text behind the point where the caller stops', () => {
    let segmentedUnits = 0;
    const segmenter: SentenceSegmenter = {
      segment: (slice) => {
        segmentedUnits += slice.length;
        return englishSegmenter.segment(slice);
      },
    };
    const batches = splitSentences('One sentence. '.repeat(10_000), { segmenter });
    batches.next();
    expect(segmentedUnits).toBe(1024);
  });
});

describe('sentences: the longest', () => {
  it('are cut behind the last white space', () => {
    expect(split('one two three four', 12)).toEqual(['one two', 'three four']);
  });

  it('are cut between grapheme clusters when they have no white space', () => {
    expect(split('ab' + '👍🏽'.repeat(4), 12)).toEqual(['ab👍🏽👍🏽', '👍🏽👍🏽']);
  });

  it('are cut between code points when one cluster fills them', () => {
    expect(split('a' + '\u{e0100}'.repeat(8), 8)).toEqual([
      'a' + '\u{e0100}'.repeat(3),
      '\u{e0100}'.repeat(4),
      '\u{e0100}',
    ]);
  });

  it('are not cut before a combining mark on white space', () => {
    expect(split('ab cdef \u0301ghijk', 12)).toEqual(['ab', 'cdef \u0301ghijk']);
  });

  it('have 4,096 units', () => {
    expect(split('x'.repeat(9000)).every(({ length }) => length <= 4096)).toBe(true);
    expect(split('x'.repeat(4096))).toEqual(['x'.repeat(4096)]);
  });
});
