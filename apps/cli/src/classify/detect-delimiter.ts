const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Finds the delimiter that the first line has most often outside of quotes.
 *
 * @param start of the input, with its first line
 * @returns a comma for a line without any
 */
export function detectDelimiter(start: string): string {
  const counts = countDelimiters(start);
  return [...DELIMITERS].sort((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0))[0] ?? ',';
}

function countDelimiters(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '\n' || character === '\r') break;
    else if (DELIMITERS.includes(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return counts;
}
