import { CsvError } from './csv-error.js';
import type { DecodedText } from './decode-text.js';
import { detectSeparator, type Separator } from './detect-separator.js';
import { parseCsv } from './parse-csv.js';

export const MAX_ROWS = 10_000;

/** The content of a CSV file. */
export interface CsvTable {
  /** All rows, the row with the names of the columns included. */
  readonly rows: readonly (readonly string[])[];
  readonly separator: Separator;
  /** Number of cells of the longest row. */
  readonly columns: number;
  readonly hasByteOrderMark: boolean;
}

/** @throws CsvError if the file has no rows or too many, or is not CSV */
export function readCsvTable({ text, hasByteOrderMark }: DecodedText): CsvTable {
  const separator = detectSeparator(text);
  const rows = parseCsv(text, separator);
  if (rows.length === 0) throw new CsvError('The file has no rows.');
  // One more for the names of the columns.
  if (rows.length > MAX_ROWS + 1) {
    const [most, found] = [MAX_ROWS, rows.length].map((count) => count.toLocaleString('en'));
    throw new CsvError(`The file has ${found} rows. The page scores at most ${most} rows of a file.`);
  }
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return { rows, separator: separator ?? ',', columns, hasByteOrderMark };
}

/** The names of the columns, for the user to choose from. */
export function listColumnNames({ rows, columns }: CsvTable, hasNames: boolean): string[] {
  const [first = []] = rows;
  return Array.from({ length: columns }, (_, index) => {
    const name = hasNames ? (first[index] ?? '').trim() : '';
    return name === '' ? `Column ${index + 1}` : name;
  });
}

/** The texts of a column, one for each row below the names. */
export function getTexts({ rows }: CsvTable, column: number, hasNames: boolean): string[] {
  return rows.slice(hasNames ? 1 : 0).map((row) => row[column] ?? '');
}

/** The column with the longest texts: it is likely the one to score. */
export function guessTextColumn(table: CsvTable): number {
  const lengths = Array.from({ length: table.columns }, (_, column) =>
    getTexts(table, column, true).reduce((sum, text) => sum + text.length, 0),
  );
  return lengths.indexOf(Math.max(...lengths));
}
