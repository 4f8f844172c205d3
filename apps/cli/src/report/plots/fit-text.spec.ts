import { describe, expect, it } from 'vitest';
import { fitText } from './fit-text.js';

describe('A text in a plot', () => {
  it.each([
    ['Kettle', 'Kettle'],
    ['A kettle with a long name', 'A kettle wit…'],
    ['WWWWWWWWWWWWWWWWW', 'WWWWWWWW…'],
    ['日本語の商品名テスト', '日本語の商…'],
    ['😀'.repeat(20), '😀😀😀😀…'],
    ['', ''],
  ])('is cut to the width by the widths of its letters: %s', (text, expected) => {
    expect(fitText(text, 91, 13)).toBe(expected);
  });
});
