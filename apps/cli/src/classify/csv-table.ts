import { Readable } from 'node:stream';
import { parse, type Info } from 'csv-parse';
import { detectDelimiter } from './detect-delimiter.js';
import { peek } from './peek.js';
import { TableError, type Row, type RowResult, type Table, type TableStart } from './table.js';

export interface CsvTableOptions {
  /** Name of the column of texts. */
  readonly column: string;
  /** Character between two cells; undefined to detect it in the first line. */
  readonly delimiter: string | undefined;
  /** Put before the name of each new column. */
  readonly prefix: string;
  /** Of the run that is resumed; undefined at the start of the input. */
  readonly start: TableStart | undefined;
}

/** A record as csv-parse emits it with the options `info` and `raw`. */
interface ParsedRecord {
  readonly record: readonly string[];
  readonly raw: string;
  readonly info: Info;
}

const BYTE_ORDER_MARK_BYTES = 3;
const NO_START: TableStart = { header: [], delimiter: ',', lineBreak: '\n' };

/**
 * CSV and TSV by RFC 4180, with any of the usual line breaks. A row of the output is the row of the input as it is written, with the new
 * cells behind it, so quotes and blanks stay as they are.
 */
export class CsvTable implements Table {
  private begun: TableStart;

  constructor(private readonly options: CsvTableOptions) {
    this.begun = options.start ?? NO_START;
  }

  get start(): TableStart {
    return this.begun;
  }

  async *readRows(
    input: AsyncIterable<Buffer>,
    from: { readonly byte: number; readonly row: number },
  ): AsyncGenerator<Row> {
    const peeked = await peek(input);
    const delimiter =
      this.options.start?.delimiter ?? this.options.delimiter ?? detectDelimiter(peeked.start.toString());
    const resumed = this.options.start !== undefined;
    const parser = parse({
      delimiter,
      bom: !resumed,
      info: true,
      raw: true,
      relax_column_count: true,
      relax_quotes: true,
      ...(resumed && { record_delimiter: this.begun.lineBreak }),
    });
    const source = Readable.from(peeked.input, { objectMode: false });
    source.once('error', (error) => parser.destroy(error));
    source.pipe(parser);
    let { row } = from;
    try {
      for await (const parsed of parser as AsyncIterable<ParsedRecord>) {
        const raw = parsed.raw.replace(/\r?\n?$/, '');
        if (this.begun.header.length === 0) this.begin(parsed, delimiter);
        else yield this.toRow(parsed.record, raw, { number: ++row, endByte: from.byte + parsed.info.bytes });
      }
    } catch (error) {
      throw isCsvError(error) ? new TableError(`is no CSV: ${error.message}`) : error;
    } finally {
      source.destroy();
    }
    if (this.begun.header.length === 0) throw new TableError('has no header');
  }

  formatHeader(labels: readonly string[]): string {
    const { header, delimiter, lineBreak } = this.begun;
    const names = this.nameColumns(labels);
    const taken = names.find((name) => header.includes(name));
    if (taken !== undefined) {
      throw new TableError(`has a column ${taken} already: choose other names for the new columns with --prefix`);
    }
    return [...header, ...names].map((cell) => this.quote(cell)).join(delimiter) + lineBreak;
  }

  formatRow({ cells, raw }: Row, result: RowResult, labels: readonly string[]): string {
    const { header, delimiter, lineBreak } = this.begun;
    const scores = labels.map((_, index) => formatScore(result.scores[index]));
    const { sentiment = '', truncated, error = '' } = result;
    const added = [sentiment, formatScore(result.score), ...scores, String(truncated), error].map((cell) =>
      this.quote(cell),
    );
    // The cells that the header does not name stand behind the new ones, so that each column holds what its name says.
    const [own, surplus] =
      cells.length > header.length
        ? [cells.slice(0, header.length).map((cell) => this.quote(cell)), cells.slice(header.length)]
        : [[raw], []];
    const missing = Array.from({ length: Math.max(0, header.length - cells.length) }, () => '');
    return [...own, ...missing, ...added, ...surplus.map((cell) => this.quote(cell))].join(delimiter) + lineBreak;
  }

  private begin({ record, raw, info }: ParsedRecord, delimiter: string): void {
    const { column } = this.options;
    if (!record.includes(column)) {
      const names = record.map((name) => JSON.stringify(name)).join(', ');
      throw new TableError(`has no column ${JSON.stringify(column)}; its columns are ${names} (see --column)`);
    }
    this.begun = { header: record, delimiter, lineBreak: findLineBreak(raw, info) };
  }

  private toRow(cells: readonly string[], raw: string, { number, endByte }: { number: number; endByte: number }): Row {
    const text = cells[this.begun.header.indexOf(this.options.column)];
    const error = findRowError(cells, this.begun.header, text);
    return { number, text: error === undefined ? text : undefined, error, endByte, cells, raw };
  }

  private nameColumns(labels: readonly string[]): string[] {
    const names = ['sentiment', 'score', ...labels.map((label) => label.toLowerCase()), 'truncated', 'error'];
    return names.map((name) => `${this.options.prefix}${name}`);
  }

  private quote(cell: string): string {
    const needsQuotes = cell.includes(this.begun.delimiter) || /["\r\n]|^\s|\s$/.test(cell);
    return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
}

function findRowError(
  cells: readonly string[],
  header: readonly string[],
  text: string | undefined,
): string | undefined {
  if (cells.length > header.length) return `The row has ${cells.length} cells, but the header has ${header.length}.`;
  if (text === undefined) return 'The row ends before the column of texts.';
  return text.trim() === '' ? 'The text is empty.' : undefined;
}

/** The raw text of a record has the first character of its line break, and no byte order mark. `bytes` counts both as well. */
function findLineBreak(raw: string, { bytes }: Info): string {
  if (!raw.endsWith('\r')) return '\n';
  const uncounted = bytes - Buffer.byteLength(raw);
  return uncounted === 1 || uncounted === 1 + BYTE_ORDER_MARK_BYTES ? '\r\n' : '\r';
}

function formatScore(score: number | undefined): string {
  return score === undefined ? '' : String(score);
}

function isCsvError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}
