import { CsvError } from '../csv/csv-error.js';
import { readCsvTable, type CsvTable } from '../csv/csv-table.js';
import { decodeText } from '../csv/decode-text.js';

const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** A CSV file that the page has read. */
export interface CsvFile {
  readonly name: string;
  readonly table: CsvTable;
  /** Sentences about what the user should know of the file. */
  readonly notes: readonly string[];
}

/** @throws CsvError with a sentence for the user */
export async function openCsvFile(file: File): Promise<CsvFile> {
  if (file.size > MAX_FILE_BYTES)
    throw new CsvError('The file has more than 32 MB. The page reads smaller files only.');
  const decoded = decodeText(new Uint8Array(await file.arrayBuffer()));
  const table = readCsvTable(decoded);
  const uneven = table.rows.filter((row) => row.length !== table.columns).length;
  const notes = [
    ...(decoded.encoding === 'Windows-1252' ? ['The file is not UTF-8. The page reads it as Windows-1252.'] : []),
    ...(uneven > 0 ? [`Rows with fewer cells than the longest row: ${uneven.toLocaleString('en')}.`] : []),
  ];
  return { name: file.name, table, notes };
}
