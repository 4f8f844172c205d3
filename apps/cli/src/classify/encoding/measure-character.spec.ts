import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureCharacter } from './measure-character.js';

/** Whether bytes are whole characters, by measuring one after the other. */
function isMeasurable(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length) {
    const length = measureCharacter(bytes, at);
    if (!length) return false;
    at += length;
  }
  return true;
}

describe('measureCharacter', () => {
  it.each(['a', '\u0000', 'é', '߿', 'ࠀ', '€', '\uFFFF', '😀', '\u{10FFFF}'])(
    'measures %j, and finds each cut',
    (character) => {
      const bytes = Buffer.from(character);
      expect(measureCharacter(bytes, 0)).toBe(bytes.length);
      for (let cut = 1; cut < bytes.length; cut++) expect(measureCharacter(bytes.subarray(0, cut), 0)).toBeUndefined();
    },
  );

  it('agrees with Node on which bytes are UTF-8', () => {
    const byte = fc.oneof(
      fc.constantFrom(
        0x41,
        0x7f,
        0x80,
        0x8f,
        0x90,
        0x9f,
        0xa0,
        0xbf,
        0xc0,
        0xc2,
        0xdf,
        0xe0,
        0xed,
        0xef,
        0xf0,
        0xf4,
        0xf5,
      ),
      fc.integer({ min: 0, max: 255 }),
    );
    fc.assert(
      fc.property(fc.array(byte, { minLength: 1, maxLength: 5 }), (bytes) => {
        expect(isMeasurable(Uint8Array.from(bytes))).toBe(isUtf8(Buffer.from(bytes)));
      }),
      { numRuns: 5_000 },
    );
  });
});
