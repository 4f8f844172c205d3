import { describe, expect, it } from 'vitest';
import { hasUnclosedQuote } from './has-unclosed-quote.js';

describe('An unclosed quote', () => {
  it.each([
    ['4,"oops unclosed\n5,"the product is fine"', true],
    ['4;"oops unclosed\r\n5;"the product"', true],
    ['"oops unclosed\r"the product"', true],
    ['4,"a\nb","oops\n5,"the next"', true],
    ['4,"two\nlines",5', false],
    ['4,"two\nlines, and ""quotes"", in it"', false],
    ['4,"he said "no" to me\nand left"', false],
    ['4,"one line,"text"', false],
    ['4,plain "text"\n', false],
    ['', false],
  ])('is found where rows run together: %j', (raw, expected) => {
    expect(hasUnclosedQuote(raw, raw.includes(';') ? ';' : ',')).toBe(expected);
  });
});
