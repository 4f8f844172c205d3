/** A sentence of the text of a row. */
export interface RowSentence {
  /** 1 for the first sentence of the row. */
  readonly number: number;
  readonly text: string;
}

/** A row of the input or, when sentences are classified, one sentence of it. */
export interface Row {
  /** 1 for the first row after the header. */
  readonly number: number;
  /** The text to classify; undefined when `error` says why there is none. */
  readonly text: string | undefined;
  /** One sentence; undefined for a row with a text. */
  readonly error: string | undefined;
  /** Bytes of the input up to the end of this row. */
  readonly endByte: number;
  /** The cells of the row or, for NDJSON, what stands before and behind the new fields. */
  readonly cells: readonly string[];
  /** The row as it is written in the input, without its line break. */
  readonly raw: string;
  /** As it is written in the input; empty for a last row without one. */
  readonly lineBreak: string;
  /** Undefined for the row as a whole. */
  readonly sentence?: RowSentence;
}

/** The answer to a row. */
export interface RowResult {
  /** Likeliest label; undefined for a row without an answer, which has an error. */
  readonly sentiment: string | undefined;
  readonly score: number | undefined;
  /** One score for each label of the answers, in their order; empty for a row without an answer. */
  readonly scores: readonly number[];
  readonly truncated: boolean;
  readonly error: string | undefined;
}

/** What a resumed run has to know of the start of a table. */
export interface TableStart {
  readonly header: readonly string[];
  readonly delimiter: string;
  readonly lineBreak: string;
}

/** A format of input and output. */
export interface Table {
  /** Of the input, once its first row was asked for; empty for a format without a header. */
  readonly start: TableStart;
  /**
   * @param input UTF-8 without a byte order mark, from the byte `from.byte` on
   * @throws TableError for an input that is not of the format
   */
  readRows(input: AsyncIterable<Buffer>, from: { readonly byte: number; readonly row: number }): AsyncGenerator<Row>;
  /** @returns what stands before the first row of the output, with its line break; empty for a format without a header */
  formatHeader(labels: readonly string[]): string;
  /** @returns the line of a row, with its line break; a quoted cell may hold line breaks too */
  formatRow(row: Row, result: RowResult, labels: readonly string[]): string;
}

/** An input that is no table: by its compression, its encoding, its format, or because it lacks the column of texts. */
export class TableError extends Error {
  override readonly name = 'TableError';
}
