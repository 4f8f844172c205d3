const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/** The size of a JSON text as a structure. */
export interface JsonSize {
  /** Arrays, objects and keys: the time of a parser grows with them. */
  readonly parts: number;
  /** Deepest nesting of arrays and objects. */
  readonly depth: number;
}

/**
 * Measures JSON without parsing it: 2 MB of `{},` stop the event loop for 200 ms in a parser. Reads bytes up to the end of the limits only.
 *
 * @param json UTF-8; need not be valid JSON, which the parser finds out
 * @returns the size, or what was counted when a limit was passed
 */
export function measureJson(json: Uint8Array, limits: JsonSize): JsonSize {
  let [parts, depth, deepest] = [0, 0, 0];
  for (let index = 0; index < json.length; index++) {
    switch (json[index]) {
      case QUOTE:
        index = findEndOfString(json, index);
        continue;
      case OPEN_BRACKET:
      case OPEN_BRACE:
        parts++;
        depth++;
        if (depth > deepest) deepest = depth;
        break;
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        depth--;
        continue;
      case COLON:
        parts++;
        break;
      default:
        continue;
    }
    if (parts > limits.parts || deepest > limits.depth) break;
  }
  return { parts, depth: deepest };
}

/** @returns the place of the quote that ends the string that begins at `start`, or the end of the bytes */
function findEndOfString(json: Uint8Array, start: number): number {
  for (let index = start + 1; index < json.length; index++) {
    if (json[index] === BACKSLASH) index++;
    else if (json[index] === QUOTE) return index;
  }
  return json.length;
}
