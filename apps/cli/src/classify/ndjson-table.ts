import type { Row, RowResult, Table, TableStart } from './table.js';

const LINE_BREAK = 0x0a;
const START: TableStart = { header: [], delimiter: '', lineBreak: '\n' };

/**
 * NDJSON: a text or an object with the text in one field on each line. An object keeps its fields, a text becomes the field `text`. Empty
 * lines are left out.
 */
export class NdjsonTable implements Table {
  readonly start = START;

  /** @param field name of the field of the text */
  constructor(private readonly field: string) {}

  async *readRows(
    input: AsyncIterable<Buffer>,
    from: { readonly byte: number; readonly row: number },
  ): AsyncGenerator<Row> {
    let number = from.row;
    for await (const { line, endByte } of readLines(input, from.byte)) {
      if (line.trim() !== '') yield this.toRow(line, ++number, endByte);
    }
  }

  formatHeader(): string {
    return '';
  }

  formatRow({ raw }: Row, result: RowResult, labels: readonly string[]): string {
    const { sentiment, score, truncated, error } = result;
    const answer =
      error === undefined
        ? {
            sentiment,
            score,
            scores: Object.fromEntries(labels.map((label, index) => [label, result.scores[index]])),
            truncated,
          }
        : { error };
    return `${JSON.stringify({ ...this.keepFields(raw), ...answer })}\n`;
  }

  private toRow(raw: string, number: number, endByte: number): Row {
    const { text, error } = this.findText(raw);
    return { number, text, error, endByte, cells: [raw], raw };
  }

  private findText(raw: string): { text: string | undefined; error: string | undefined } {
    const value = parseJson(raw);
    if (value === undefined) return { text: undefined, error: 'The line is no JSON.' };
    const text = typeof value === 'string' ? value : isObject(value) ? value[this.field] : undefined;
    if (typeof text !== 'string') {
      return { text: undefined, error: `The line is no text, and no object with a text in the field ${this.field}.` };
    }
    return text.trim() === '' ? { text: undefined, error: 'The text is empty.' } : { text, error: undefined };
  }

  /** A line that is no JSON is kept as the field `line`. */
  private keepFields(raw: string): object {
    const value = parseJson(raw);
    if (isObject(value)) return value;
    return typeof value === 'string' ? { text: value } : { line: raw };
  }
}

async function* readLines(
  input: AsyncIterable<Buffer>,
  fromByte: number,
): AsyncGenerator<{ line: string; endByte: number }> {
  let parts: Buffer[] = [];
  let endByte = fromByte;
  for await (const chunk of input) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_BREAK); at >= 0; at = chunk.indexOf(LINE_BREAK, from)) {
      parts.push(chunk.subarray(from, at + 1));
      const line = Buffer.concat(parts);
      endByte += line.length;
      yield { line: toText(line), endByte };
      parts = [];
      from = at + 1;
    }
    parts.push(chunk.subarray(from));
  }
  const rest = Buffer.concat(parts);
  if (rest.length > 0) yield { line: toText(rest), endByte: endByte + rest.length };
}

const toText = (line: Buffer) =>
  line
    .toString()
    .replace(/^\uFEFF/, '')
    .replace(/\r?\n$/, '');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
