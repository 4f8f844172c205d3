import { describe, expect, it } from 'vitest';
import { cutIntoParts } from './cut-into-parts.js';

describe('Parts of a text', () => {
  it('are its sentences and everything between and after them', () => {
    const ranges = [
      { offset: 1, length: 2 },
      { offset: 3, length: 2 },
      { offset: 6, length: 1 },
    ];
    expect(cutIntoParts(' a.b. c rest', ranges)).toEqual([
      { text: ' ' },
      { text: 'a.', sentence: 0 },
      { text: 'b.', sentence: 1 },
      { text: ' ' },
      { text: 'c', sentence: 2 },
      { text: ' rest', isRest: true },
    ]);
  });

  it('are the whole text without sentences', () => {
    expect(cutIntoParts('abc', [])).toEqual([{ text: 'abc', isRest: true }]);
  });
});
