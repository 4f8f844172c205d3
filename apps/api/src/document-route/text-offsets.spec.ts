import { describe, expect, it } from 'vitest';
import { createTextOffsets, type TextUnit } from './text-offsets.js';

const FAMILY = '👨‍👩‍👧‍👦';

describe('Offsets in the units of other APIs', () => {
  it.each<[TextUnit, string, number[]]>([
    ['utf16-units', 'é 😀 b', [0, 2, 5, 6]],
    ['code-points', 'é 😀 b', [0, 2, 4, 5]],
    ['utf8-bytes', 'é 😀 b', [0, 3, 8, 9]],
    ['graphemes', 'é 😀 b', [0, 2, 4, 5]],
  ])('counts %s', (unit, text, expected) => {
    const toUnit = createTextOffsets(text, unit);
    expect([0, 2, 5, 6].map(toUnit)).toEqual(expected);
  });

  it.each([
    ['joined emoji', `${FAMILY} a`, 3],
    ['combining marks', 'e\u0301a\u0300\u0301', 2],
    ['a flag', '🇩🇪🇫🇷', 2],
    ['a line break of two characters', 'a\r\nb', 3],
    ['Hangul in parts', '\u1112\u1161\u11ab', 1],
    ['an emoji with a tone of skin', '👍🏽', 1],
  ])('counts %s as one grapheme, as Intl.Segmenter does', (_, text, expected) => {
    expect(createTextOffsets(text, 'graphemes')(text.length)).toBe(expected);
    expect([...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)]).toHaveLength(expected);
  });

  it('counts a lone surrogate as the character that replaces it in UTF-8', () => {
    expect(createTextOffsets('a\ud800', 'utf8-bytes')(2)).toBe(4);
  });
});
