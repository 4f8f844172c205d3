import { describe, expect, it } from 'vitest';
import { encodeText, findLackingCharacter } from './encode-text.js';

describe('encodeText', () => {
  it.each([
    ['utf-8', [0x61, 0xe2, 0x82, 0xac]],
    ['utf-16le', [0x61, 0, 0xac, 0x20]],
    ['utf-16be', [0, 0x61, 0x20, 0xac]],
    ['windows-1252', [0x61, 0x80]],
  ] as const)('writes %s', (encoding, bytes) => {
    expect([...encodeText('a€', encoding)]).toEqual(bytes);
  });

  it('writes a character that the encoding lacks as JSON escapes it', () => {
    const text = encodeText('{"a":"π😀"}', 'windows-1252').toString('latin1');
    expect(text).toBe('{"a":"\\u03c0\\ud83d\\ude00"}');
    expect(JSON.parse(text)).toEqual({ a: 'π😀' });
  });

  it('finds the first character that an encoding lacks', () => {
    expect(findLackingCharacter('aé€', 'windows-1252')).toBeUndefined();
    expect(findLackingCharacter('aé😀π', 'windows-1252')).toBe('😀');
    expect(findLackingCharacter('aé😀π', 'utf-16le')).toBeUndefined();
  });
});
