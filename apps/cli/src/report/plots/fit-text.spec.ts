import { describe, expect, it } from 'vitest';
import { fitText } from './fit-text.js';

describe('A text in a plot', () => {
  it.each([
    ['Kettle', 'Kettle'],
    ['A kettle with a long name', 'A kettle wi…'],
    ['WWWWWWWWWWWWWWWWW', 'WWWWWW…'],
    ['MMMM@@@@%%%%', 'MMMM@@…'],
    ['日本語の商品名テスト', '日本語の商…'],
    ['😀'.repeat(20), '😀😀😀😀…'],
    ['', ''],
  ])('is cut to the width by the widths of its letters: %s', (text, expected) => {
    expect(fitText(text, 91, 13)).toBe(expected);
  });

  it('is cut earlier when its letters are bold', () => {
    expect(fitText('MMMMMMMMMM', 91, 13, true)).toBe('MMMMM…');
  });

  it('has its ellipsis at its end when it is written from right to left', () => {
    expect(fitText('مكنسة كهربائية قوية', 91, 13)).toMatch(/^\u2068مكنسة .*…\u2069$/u);
    expect(fitText('שלום', 91, 13)).toBe('\u2068שלום\u2069');
  });
});
