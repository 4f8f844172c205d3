import { countGraphemes } from 'unicode-segmenter/grapheme';
import { createCodePointOffsets } from '#libs/analysis';

/** What an API counts offsets in. `graphemes`: characters as readers see them (extended grapheme clusters of Unicode). */
export type TextUnit = 'utf8-bytes' | 'utf16-units' | 'code-points' | 'graphemes';

/**
 * Converts offsets of a text from UTF-16 units to another unit. Each conversion counts from the one before, so ascending offsets cost one
 * pass over the text. Intl.Segmenter would take a time that grows with the square of the length.
 *
 * @returns a function that takes offsets in UTF-16 units, in ascending order and not inside a grapheme
 */
export function createTextOffsets(text: string, unit: TextUnit): (offset: number) => number {
  if (unit === 'utf16-units') return (offset) => offset;
  if (unit === 'code-points') return createCodePointOffsets(text);
  const count = unit === 'graphemes' ? countGraphemes : (part: string) => Buffer.byteLength(part);
  let converted = 0;
  let last = 0;
  return (offset) => {
    converted += count(text.slice(last, offset));
    last = offset;
    return converted;
  };
}
