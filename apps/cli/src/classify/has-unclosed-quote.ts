const QUOTE = '"';
const LINE_BREAKS = ['\n', '\r'];

/**
 * Whether a record of CSV looks like several rows in one, because the quote of a cell is not closed: a quoted cell goes over lines, and
 * holds a quote as another cell would begin with, as in `4,"unclosed` and `5,"the next row"`. Quotes in a text, as in `he said "no" to
 * me`, are no sign of it.
 *
 * @param raw the record as it is written, with doubled quotes in quoted cells
 */
export function hasUnclosedQuote(raw: string, delimiter: string): boolean {
  // Most records have one line.
  if (!LINE_BREAKS.some((lineBreak) => raw.includes(lineBreak))) return false;
  const isEnd = (character: string | undefined) =>
    character === undefined || character === delimiter || LINE_BREAKS.includes(character);
  let isQuoted = false;
  let hasLineBreak = false;
  for (let index = 0; index < raw.length; index++) {
    const character = raw[index] ?? '';
    const isStart = isEnd(raw[index - 1]);
    if (!isQuoted) {
      isQuoted = character === QUOTE && isStart;
      hasLineBreak = false;
      continue;
    }
    if (LINE_BREAKS.includes(character)) hasLineBreak = true;
    if (character !== QUOTE) continue;
    if (raw[index + 1] === QUOTE) index++;
    else if (isEnd(raw[index + 1])) isQuoted = false;
    else if (isStart && hasLineBreak) return true;
  }
  return false;
}
