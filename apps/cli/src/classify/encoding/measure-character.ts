/**
 * Measures a character of UTF-8 (table 3-7 of the Unicode Standard).
 *
 * @param at offset of its first byte
 * @returns its length in bytes; 0 when no character begins there; undefined when the bytes end inside of it
 */
export function measureCharacter(bytes: Uint8Array, at: number): number | undefined {
  const lead = bytes[at] ?? 0;
  const length = measureByLead(lead);
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    const [least, most] = index === 1 ? boundSecondByte(lead) : [0x80, 0xbf];
    if (byte < least || byte > most) return 0;
  }
  return length;
}

function measureByLead(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** Excludes longer forms of shorter characters, surrogates, and numbers past U+10FFFF. */
function boundSecondByte(lead: number): readonly [least: number, most: number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  if (lead === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}
