const SEPARATORS = [',', ';', '\t'] as const;

/** The character between two cells. */
export type Separator = (typeof SEPARATORS)[number];

/**
 * Finds the separator that the first line has most often outside of quotes.
 *
 * @returns undefined if the line has none: then each line is one cell, and a comma in it is text
 */
export function detectSeparator(text: string): Separator | undefined {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '\n' || character === '\r') break;
    else counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const found = SEPARATORS.filter((separator) => counts.has(separator));
  return found.sort((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0))[0];
}
