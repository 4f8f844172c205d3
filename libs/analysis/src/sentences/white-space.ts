/** @returns whether a UTF-16 unit is white space for `\s` and `String.trim` */
export function isWhiteSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  return (
    unit === 0xa0 ||
    unit === 0xfeff ||
    unit === 0x3000 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f
  );
}

/**
 * @param from an offset in UTF-16 units
 * @returns the offset of the first character from there on that is not white space, and at most `to`
 */
export function skipWhiteSpace(text: string, from: number, to: number): number {
  const end = Math.min(to, text.length);
  let offset = from;
  while (offset < end && isWhiteSpace(text.charCodeAt(offset))) offset++;
  return offset;
}

/** @returns the offset behind the last character before `end` that is not white space, and at least `start` */
export function trimEnd(text: string, start: number, end: number): number {
  let offset = end;
  while (offset > start && isWhiteSpace(text.charCodeAt(offset - 1))) offset--;
  return offset;
}
