import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.js';

const UTF_8 = new TextEncoder().encode('Grüße');

describe('Decoding of a text file', () => {
  it.each([
    ['UTF-8', [...UTF_8], 'UTF-8', false],
    ['UTF-8 with a byte order mark', [0xef, 0xbb, 0xbf, ...UTF_8], 'UTF-8', true],
    ['Windows-1252', [0x47, 0x72, 0xfc, 0xdf, 0x65], 'Windows-1252', false],
    ['UTF-16, little end first', [0xff, 0xfe, 0x47, 0, 0x72, 0, 0xfc, 0, 0xdf, 0, 0x65, 0], 'UTF-16', true],
    ['UTF-16, big end first', [0xfe, 0xff, 0, 0x47, 0, 0x72, 0, 0xfc, 0, 0xdf, 0, 0x65], 'UTF-16', true],
  ])('reads %s', (_, bytes, encoding, hasByteOrderMark) => {
    expect(decodeText(Uint8Array.from(bytes))).toEqual({ text: 'Grüße', encoding, hasByteOrderMark });
  });
});
