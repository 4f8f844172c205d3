import { pipeline, Readable } from 'node:stream';
import { parse, type CsvError, type Info, type Options } from 'csv-parse';
import type { CsvDialect, Quoting } from './csv-dialect.js';
import { TableError } from './table.js';

/** A record of a CSV file. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** The record as it is written, without its line break. */
  readonly raw: string;
  /** Empty for a last record without one. */
  readonly lineBreak: string;
  /** Bytes of the input up to the end of the record. */
  readonly endByte: number;
}

/** A record as csv-parse emits it with the options `info` and `raw`. */
interface ParsedRecord {
  readonly record: readonly string[];
  /** With the first character of its line break. */
  readonly raw: string;
  readonly info: Info;
}

const LINE_BREAKS = ['\r\n', '\n', '\r'];
const QUOTING_OPTIONS: Readonly<Record<Quoting, Options>> = {
  double: {},
  backslash: { escape: '\\' },
  none: { quote: null },
};

/**
 * Parses CSV. Quotes inside of a cell that does not begin with one belong to its text.
 *
 * @param rowsBefore rows of the table before the input; -1 when the input begins with the header
 * @throws TableError for a quote that is not closed
 */
export async function* parseCsv(
  input: AsyncIterable<Buffer>,
  { delimiter, quoting }: CsvDialect,
  rowsBefore: number,
): AsyncGenerator<CsvRecord> {
  const parser = parse({
    delimiter,
    info: true,
    raw: true,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: LINE_BREAKS,
    ...QUOTING_OPTIONS[quoting],
  });
  // The iteration throws the errors of both.
  pipeline(Readable.from(input, { objectMode: false }), parser, () => {});
  let byte = 0;
  try {
    for await (const { record, raw, info } of parser as AsyncIterable<ParsedRecord>) {
      const lineBreak = findLineBreak(raw, info.bytes - byte);
      byte = info.bytes;
      yield { cells: record, raw: lineBreak === '' ? raw : raw.slice(0, -1), lineBreak, endByte: byte };
    }
  } catch (error) {
    throw isCsvError(error) ? new TableError(`the input is no CSV: ${describe(error, rowsBefore)}`) : error;
  }
}

/**
 * @param raw a record with the first character of its line break
 * @param bytes of the record with its whole line break
 */
function findLineBreak(raw: string, bytes: number): string {
  const last = raw.at(-1);
  if (last === '\n') return '\n';
  if (last !== '\r') return '';
  return bytes > Buffer.byteLength(raw) ? '\r\n' : '\r';
}

/** csv-parse names the line in which the input ends, and not that of the quote. */
function describe({ code, message, records }: CsvError, rowsBefore: number): string {
  if (code !== 'CSV_QUOTE_NOT_CLOSED') return message;
  const row = rowsBefore + Number(records) + 1;
  return `a quote that is not closed begins in ${row === 0 ? 'the header' : `row ${row}`}`;
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}
