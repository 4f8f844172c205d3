import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodePointOffsets } from './code-point-offsets.js';
import { splitSentences } from './split-sentences.js';

const text = fc
  .array(
    fc.constantFrom('a', 'Good. ', 'bad! ', '😀', '👩‍👩‍👧 ', '\ud83d', '\ude00', '\0', '\r\n', 'é', '\u0301', '好。', ' '),
    {
      maxLength: 80,
    },
  )
  .map((pieces) => pieces.join(''));

describe('code-point offsets', () => {
  it('cut the same sentences out of the code points as UTF-16 offsets cut out of the text', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const toCodePoints = createCodePointOffsets(whole);
        const codePoints = Array.from(whole);
        for (const { start, end } of [...splitSentences(whole, { maxUnits: 32 })].flat()) {
          const [from, to] = [toCodePoints(start), toCodePoints(end)];
          expect(codePoints.slice(from, to).join('')).toBe(whole.slice(start, end));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('count a lone surrogate as one code point', () => {
    const toCodePoints = createCodePointOffsets('\ud83da\ude00😀b');
    expect([0, 1, 2, 3, 5, 6].map(toCodePoints)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('repeat the last offset', () => {
    const toCodePoints = createCodePointOffsets('😀b');
    expect([toCodePoints(2), toCodePoints(2)]).toEqual([1, 1]);
  });

  it('refuse an offset before the last one, and one behind the text', () => {
    const toCodePoints = createCodePointOffsets('abc');
    toCodePoints(2);
    expect(() => toCodePoints(1)).toThrow('Offset 1 is not between 2 and 3');
    expect(() => toCodePoints(4)).toThrow(RangeError);
  });
});
