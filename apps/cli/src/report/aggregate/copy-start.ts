/**
 * Copies the start of a text. A part of a string keeps the whole string in memory, and a cell may have megabytes; the text itself may be a
 * part of a row or a chunk.
 *
 * @param maxChars in UTF-16 units
 */
export function copyStart(text: string, maxChars: number): string {
  return Buffer.from(text.slice(0, maxChars), 'utf16le').toString('utf16le');
}
