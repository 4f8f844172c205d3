import { describe, expect, it } from 'vitest';
import { detectSeparator } from './detect-separator.js';

describe('Separator of a CSV file', () => {
  it.each([
    ['a,b,c\n1;2', ','],
    ['a;b;c,d\n', ';'],
    ['a\tb\r\n', '\t'],
    ['"a,b,c";d', ';'],
    ['"two\nlines, one cell";d\n', ';'],
  ])('of %j is the most frequent one of the first line: %j', (text, separator) => {
    expect(detectSeparator(text)).toBe(separator);
  });

  it.each(['text\nGood, really', '', '"a,b"\nc'])('is missing in %j', (text) => {
    expect(detectSeparator(text)).toBeUndefined();
  });
});
