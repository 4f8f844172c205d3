import type { Encoding } from './encoding.js';
import { encodeWindows1252, hasCharacter } from './windows-1252.js';

/**
 * Encodes a text. A character that the encoding lacks becomes its escape sequence of JSON, for example \u03c0: in NDJSON that is the same
 * character, and in a cell a reader sees which one it was.
 */
export function encodeText(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'windows-1252':
      return encodeWindows1252(text, escapeCharacter);
  }
}

/** @returns the first character of a text that the encoding lacks; undefined when it has all of them */
export function findLackingCharacter(text: string, encoding: Encoding): string | undefined {
  return encoding === 'windows-1252' ? Array.from(text).find((character) => !hasCharacter(character)) : undefined;
}

/** One escape sequence for each unit of UTF-16. */
function escapeCharacter(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
