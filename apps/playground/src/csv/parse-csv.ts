import { CsvError } from './csv-error.js';
import type { Separator } from './detect-separator.js';

/**
 * Reads CSV as RFC 4180 describes it. Lines may end with CR LF, LF or CR. Blank lines count as none.
 *
 * @param text without a byte order mark
 * @param separator undefined if each line is one cell
 * @returns the rows, each with its cells
 * @throws CsvError if a quote has no end, or text follows the end of a quote
 */
export function parseCsv(text: string, separator: Separator | undefined): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let position = 0;
  let line = 1;

  while (position < text.length) {
    const { cell, end, lineBreaks } = readCell(text, position, separator, line);
    row.push(cell);
    line += lineBreaks;
    const last = text[end];
    if (last !== undefined && last === separator) {
      position = end + 1;
      // A separator at the end of the file: an empty cell follows.
      if (position < text.length) continue;
      row.push('');
    } else {
      position = end + (text.startsWith('\r\n', end) ? 2 : 1);
      line += 1;
    }
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}

interface Cell {
  readonly cell: string;
  /** Place after the cell. */
  readonly end: number;
  /** Inside of the cell. */
  readonly lineBreaks: number;
}

function readCell(text: string, start: number, separator: Separator | undefined, line: number): Cell {
  if (text[start] === '"') return readQuotedCell(text, start, separator, line);
  let end = start;
  while (end < text.length && !isEnd(text[end], separator)) end += 1;
  return { cell: text.slice(start, end), end, lineBreaks: 0 };
}

function readQuotedCell(text: string, start: number, separator: Separator | undefined, line: number): Cell {
  let cell = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new CsvError(`Line ${line} has a quote without an end.`);
    cell += text.slice(from, quote);
    if (text[quote + 1] === '"') {
      cell += '"';
      from = quote + 2;
      continue;
    }
    const end = quote + 1;
    if (end < text.length && !isEnd(text[end], separator)) {
      throw new CsvError(`Line ${line} has text after the end of a quote. A quote in a text must be doubled.`);
    }
    return { cell, end, lineBreaks: cell.match(/\r\n|\n|\r/g)?.length ?? 0 };
  }
}

function isEnd(character: string | undefined, separator: Separator | undefined): boolean {
  return character === '\n' || character === '\r' || (separator !== undefined && character === separator);
}
