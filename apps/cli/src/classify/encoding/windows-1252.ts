/**
 * The characters of the bytes 0x80 to 0x9F, as the Encoding Standard has them; the other bytes are those of Latin-1. `TextDecoder` of Node
 * 20.18.3 to 20.20, 22.13 and 24.0 reads these bytes as Latin-1 too (nodejs/node#60888).
 */
const CHARACTERS_FROM_80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const FIRST = 0x80;

const BYTES: ReadonlyMap<string, string> = new Map(
  Array.from(CHARACTERS_FROM_80, (character, index) => [character, String.fromCharCode(FIRST + index)]),
);

/** Every byte is a character. */
export function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replaceAll(/[\u0080-\u009f]/g, (byte) => CHARACTERS_FROM_80.charAt(byte.charCodeAt(0) - FIRST));
}

/** @returns whether Windows-1252 has the character */
export function hasCharacter(character: string): boolean {
  return BYTES.has(character) || /^[\p{ASCII}\u00a0-\u00ff]$/u.test(character);
}

/** @param escape gives the text that stands for a character that Windows-1252 lacks */
export function encodeWindows1252(text: string, escape: (character: string) => string): Buffer {
  const bytes = text.replaceAll(/\P{ASCII}/gu, (character) =>
    hasCharacter(character) ? (BYTES.get(character) ?? character) : escape(character),
  );
  return Buffer.from(bytes, 'latin1');
}
