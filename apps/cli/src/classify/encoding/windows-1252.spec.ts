import { describe, expect, it } from 'vitest';
import { decodeWindows1252, encodeWindows1252, hasCharacter } from './windows-1252.js';

const ALL = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

function refuse(character: string): string {
  throw new Error(`no character ${character}`);
}

describe('Windows-1252', () => {
  it('has the characters of the Encoding Standard', () => {
    expect(decodeWindows1252(Buffer.from('\x80\x8a\x92\x96\x9f\xa0\xe9\xff', 'latin1'))).toBe('€Š’–Ÿ\u00a0éÿ');
    expect(decodeWindows1252(Buffer.from('\x81\x8d\x8f\x90\x9d', 'latin1'))).toBe('\u0081\u008d\u008f\u0090\u009d');
  });

  it('gives every byte back', () => {
    const text = decodeWindows1252(ALL);
    expect(new Set(text).size).toBe(256);
    expect(Array.from(text).every(hasCharacter)).toBe(true);
    expect(encodeWindows1252(text, refuse).equals(ALL)).toBe(true);
  });

  it('has no other characters', () => {
    for (const character of ['\u0080', '\u0092', 'Ā', 'π', '😀']) {
      expect(hasCharacter(character)).toBe(false);
      expect(encodeWindows1252(`a${character}b`, () => '?').toString('latin1')).toBe('a?b');
    }
  });
});
