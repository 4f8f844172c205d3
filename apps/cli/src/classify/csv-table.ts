import { findSeparatorLine, formatCell, type Quoting } from './csv-dialect.js';
import { detectDelimiter } from './detect-delimiter.js';
import { hasUnclosedQuote } from './has-unclosed-quote.js';
import { parseCsv } from './parse-csv.js';
import { peek } from './peek.js';
import { skipBytes } from './skip-bytes.js';
import { TableError, type Row, type RowResult, type Table, type TableStart } from './table.js';

/** A column, and the option that names it. */
export interface NamedColumn {
  readonly name: string;
  readonly option: string;
}

export interface CsvTableOptions {
  /** Name of the column of texts. */
  readonly column: string;
  /** Other columns that the table must have. */
  readonly otherColumns?: readonly NamedColumn[];
  /** Character between two cells; undefined to detect it in the first line. */
  readonly delimiter: string | undefined;
  readonly quoting: Quoting;
  /** Whether each row begins with a cell that the header does not name. */
  readonly rowNames: boolean;
  /** A cell that says that there is no text, besides an empty one. */
  readonly nullText: string | undefined;
  /** Whether each row of the output is a sentence. */
  readonly sentences: boolean;
  /** Put before the name of each new column. */
  readonly prefix: string;
  /** Of the run that is resumed; undefined at the start of the input. */
  readonly start: TableStart | undefined;
}

/** A first line of more bytes is cut: its first part is enough to recognize its delimiter. */
const FIRST_LINE_BYTES = 65_536;
const UNCLOSED_QUOTE = 'The row holds several rows, because a quote before them is not closed.';
const NO_START: TableStart = { header: [], delimiter: ',', lineBreak: '\n' };

/**
 * CSV and TSV by RFC 4180 and its usual variants, with any of the usual line breaks. A row of the output is the row of the input as it is
 * written, with the new cells behind it, so quotes, blanks and line breaks stay as they are.
 */
export class CsvTable implements Table {
  private begun: TableStart;
  /** What the input has up to the end of its header, without the last line break. */
  private head = '';

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
    const peeked = await peek(input, FIRST_LINE_BYTES, hasLineBreak);
    const separator = this.options.start ? undefined : findSeparatorLine(peeked.start.toString());
    const delimiter =
      this.options.start?.delimiter ??
      this.options.delimiter ??
      separator?.delimiter ??
      detectDelimiter(peeked.start.toString());
    if (this.options.start) this.checkHeader(this.options.start.header);
    this.head = separator?.line ?? '';
    const headBytes = Buffer.byteLength(this.head);
    const dialect = { delimiter, quoting: this.options.quoting };
    const rowsBefore = this.options.start ? from.row : -1;
    const records = parseCsv(skipBytes(peeked.input, headBytes), dialect, rowsBefore);
    let { row } = from;
    for await (const { cells, raw, lineBreak, endByte } of records) {
      if (this.begun.header.length === 0) this.begin({ header: cells, delimiter, lineBreak }, raw);
      else yield this.toRow(cells, { number: ++row, endByte: from.byte + headBytes + endByte, raw, lineBreak });
    }
    if (this.begun.header.length === 0) throw new TableError('the input has no header');
  }

  formatHeader(labels: readonly string[]): string {
    const { header, delimiter, lineBreak } = this.begun;
    const names = this.nameColumns(labels);
    const taken = names.find((name) => header.includes(name));
    if (taken !== undefined) {
      throw new TableError(
        `the input has a column ${taken} already: choose other names for the new columns with --prefix`,
      );
    }
    return [this.head, ...names.map((name) => this.format(name))].join(delimiter) + lineBreak;
  }

  formatRow(row: Row, result: RowResult, labels: readonly string[]): string {
    const { cells, raw, lineBreak } = row;
    const { sentiment = '', truncated, error = '' } = result;
    const scores = labels.map((_, index) => formatScore(result.scores[index]));
    const added = [
      ...this.listPlaces(row),
      ...[sentiment, formatScore(result.score), ...scores, String(truncated), error],
    ];
    // The cells that the header does not name stand behind the new ones, so that each column holds what its name says.
    const [own, surplus] =
      cells.length > this.width
        ? [cells.slice(0, this.width).map((cell) => this.format(cell)), cells.slice(this.width)]
        : [[raw], []];
    const missing = Array.from({ length: Math.max(0, this.width - cells.length) }, () => '');
    const line = [...own, ...missing, ...[...added, ...surplus].map((cell) => this.format(cell))];
    return line.join(this.begun.delimiter) + (lineBreak || this.begun.lineBreak);
  }

  /** Cells that a row should have. */
  private get width(): number {
    return this.begun.header.length + (this.options.rowNames ? 1 : 0);
  }

  private begin(start: TableStart, raw: string): void {
    this.checkHeader(start.header);
    this.begun = { ...start, lineBreak: start.lineBreak || NO_START.lineBreak };
    this.head += raw;
  }

  private checkHeader(header: readonly string[]): void {
    checkColumn(header, this.options.column, '--column');
    for (const { name, option } of this.options.otherColumns ?? []) checkColumn(header, name, option);
  }

  private toRow(cells: readonly string[], place: Pick<Row, 'number' | 'endByte' | 'raw' | 'lineBreak'>): Row {
    const { column, rowNames } = this.options;
    const text = cells[this.begun.header.indexOf(column) + (rowNames ? 1 : 0)];
    const error = this.findError(cells, text, place.raw);
    return { ...place, text: error === undefined ? text : undefined, error, cells };
  }

  private findError(cells: readonly string[], text: string | undefined, raw: string): string | undefined {
    const { delimiter } = this.begun;
    if (this.options.quoting === 'double' && hasUnclosedQuote(raw, delimiter)) return UNCLOSED_QUOTE;
    if (cells.length > this.width) return `The row has ${cells.length} cells, but the header has ${this.width}.`;
    if (text === undefined) return 'The row ends before the column of texts.';
    if (text === this.options.nullText) return 'The text is missing.';
    return text.trim() === '' ? 'The text is empty.' : undefined;
  }

  private nameColumns(labels: readonly string[]): string[] {
    const places = this.options.sentences ? ['row', 'sentence', 'sentence_text'] : [];
    const scores = labels.map((label) => label.toLowerCase());
    const names = [...places, 'sentiment', 'score', ...scores, 'truncated', 'error'];
    return names.map((name) => `${this.options.prefix}${name}`);
  }

  private listPlaces({ number, sentence }: Row): string[] {
    if (!this.options.sentences) return [];
    return [String(number), sentence === undefined ? '' : String(sentence.number), sentence?.text ?? ''];
  }

  private format(cell: string): string {
    return formatCell(cell, { delimiter: this.begun.delimiter, quoting: this.options.quoting });
  }
}

/**
 * @param option that names the column
 * @throws TableError when the header does not have the column once
 */
function checkColumn(header: readonly string[], column: string, option: string): void {
  const found = header.filter((name) => name === column).length;
  if (found === 0) {
    const names = header.map((name) => JSON.stringify(name)).join(', ');
    throw new TableError(`the input has no column ${JSON.stringify(column)}; its columns are ${names} (see ${option})`);
  }
  if (found > 1) {
    throw new TableError(`the input has ${found} columns ${JSON.stringify(column)}: give the others another name`);
  }
}

function hasLineBreak(bytes: Buffer): boolean {
  return bytes.includes('\n') || bytes.includes('\r');
}

function formatScore(score: number | undefined): string {
  return score === undefined ? '' : String(score);
}
