import { describe, expect, it } from 'vitest';
import { englishSegmenter, isDeciding, readFinalBoundaries } from './slice-boundaries.js';

function readBoundaries(text: string, to: number): readonly number[] {
  return readFinalBoundaries(text, 0, to, englishSegmenter).boundaries;
}

/** Characters that decide, without most of the ideographs and Hangul syllables, which are thousands of equal kind. */
const DECIDING = [...Array(0x10000).keys()]
  .filter((code) => !(code > 0x3410 && code < 0x9f00) && !(code > 0xac10 && code < 0xd700))
  .map((code) => String.fromCharCode(code))
  .filter(isDeciding);

describe('sentences: the boundaries of a slice', () => {
  it.each([
    ['It works. 12 😀 and', 'It works. 12 😀'],
    ['It works. and', 'It works. '],
    ['It works.) and', 'It works.'],
    ['It works. ﾞand', 'It works. ﾞ'],
    ['It works.\nand', 'It works.\n'],
    ['It works.\r\nand', 'It works.\r'],
    ['It works! 12', 'It works! 1'],
  ])('of %j are not final behind %j', (text, slice) => {
    expect(readBoundaries(text, slice.length)).toEqual([]);
  });

  it.each([
    ['It works. 12 A and', 'It works. 12 A'],
    ['It works. 12\nand', 'It works. 12\n'],
    ['It works. 12! and', 'It works. 12!'],
    ['It works! also', 'It works! a'],
  ])('of %j are final when %j is known', (text, slice) => {
    expect(readBoundaries(text, slice.length)).toEqual([10]);
  });

  it('are final at the end of the text', () => {
    expect(readBoundaries('It works. 12 ', 13)).toEqual([10, 13]);
  });

  it('do not change by what follows a character that decides', () => {
    expect(DECIDING.length).toBeGreaterThan(5_000);
    const changing = DECIDING.filter((character) => {
      const results = ['', 'a', 'A', ' ', '1', '\u0301a', '\n'].map((rest) => {
        const boundaries = [...englishSegmenter.segment(`Ab. 1${character}${rest}`)].map(({ index }) => index);
        return boundaries.includes(4);
      });
      return new Set(results).size > 1;
    });
    expect(changing).toEqual([]);
  });
});
