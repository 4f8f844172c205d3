/**
 * Converts offsets of a text from UTF-16 units to code points. A lone surrogate is one code point, as in `Array.from(text)`.
 *
 * Each conversion counts from the one before, so ascending offsets cost one pass over the text.
 *
 * @returns a function that takes offsets in UTF-16 units, in ascending order and not inside a surrogate pair. It throws a
 * RangeError for an offset before the last one, and for one behind the end of the text.
 */
export function createCodePointOffsets(text: string): (offset: number) => number {
  let units = 0;
  let codePoints = 0;
  return (offset) => {
    if (offset < units || offset > text.length) {
      throw new RangeError(`Offset ${offset} is not between ${units} and ${text.length}`);
    }
    while (units < offset) {
      const codePoint = text.codePointAt(units) ?? 0;
      units += codePoint > 0xffff ? 2 : 1;
      codePoints++;
    }
    return codePoints;
  };
}
