import { CsvTable } from '../../classify/csv-table.js';
import { listReportColumns } from '../../classify/list-report-columns.js';
import { findScoredColumns, type ScoredColumns } from './scored-columns.js';
import { checkAnswer, toRowNumber, type ScoredRow } from './scored-row.js';
import type { ScoredTableOptions } from './scored-table-options.js';

/**
 * Reads the rows of an output in CSV or TSV, by the rules of `classify`.
 *
 * @param input UTF-8 without a byte order mark
 * @throws TableError when it is no such output
 */
export async function* readScoredCsv(
  input: AsyncIterable<Buffer>,
  options: ScoredTableOptions,
): AsyncGenerator<ScoredRow> {
  const table = new CsvTable({ ...options, otherColumns: listReportColumns(options), start: undefined });
  let columns: ScoredColumns | undefined;
  for await (const { cells, number } of table.readRows(input, { byte: 0, row: 0 })) {
    columns ??= findScoredColumns(table.start.header, options);
    yield toScoredRow(cells, number, columns, options.nullText);
  }
  // An output without rows has a header all the same.
  if (!columns) findScoredColumns(table.start.header, options);
}

function toScoredRow(
  cells: readonly string[],
  number: number,
  columns: ScoredColumns,
  nullText: string | undefined,
): ScoredRow {
  const { sentences } = columns;
  const read = (place: number) => cells[place] ?? '';
  const readOptional = (place: number | undefined) => {
    if (place === undefined) return undefined;
    return read(place) === nullText ? '' : read(place);
  };
  // A row without a text has no sentence.
  const hasSentence = sentences !== undefined && read(sentences.sentence) !== '';
  return {
    number: sentences ? toRowNumber(read(sentences.row), number) : number,
    sentence: hasSentence ? Number(read(sentences.sentence)) : undefined,
    text: read(hasSentence ? sentences.text : columns.text),
    group: readOptional(columns.group),
    date: readOptional(columns.date),
    ...readAnswer(read, columns),
  };
}

function readAnswer(read: (place: number) => string, columns: ScoredColumns): Pick<ScoredRow, 'answer' | 'error'> {
  const sentiment = read(columns.sentiment);
  if (sentiment === '') {
    return { answer: undefined, error: read(columns.error) || 'The row has no sentiment.' };
  }
  const scores = new Map(columns.labels.map(([name, place]) => [name, toScore(read(place))]));
  return checkAnswer(sentiment, toScore(read(columns.score)), scores, isTrue(read(columns.truncated)));
}

/** Excel writes TRUE. */
function isTrue(cell: string): boolean {
  return cell.toLowerCase() === 'true';
}

function toScore(cell: string): number {
  return cell.trim() === '' ? Number.NaN : Number(cell);
}
