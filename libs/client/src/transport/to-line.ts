/** A proxy may answer with a page. */
const MAX_CHARS = 500;

/** Makes foreign text a part of a message: one line, and not too long. */
export function toLine(text: string): string {
  return text.slice(0, MAX_CHARS).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
