import { readLines, type Line } from './read-lines.js';
import type { Row, RowResult, Table, TableStart } from './table.js';

const START: TableStart = { header: [], delimiter: '', lineBreak: '\n' };
const NEW_FIELDS = ['row', 'sentence', 'sentence_text', 'sentiment', 'score', 'scores', 'truncated', 'error'];
const FIELDS_OF_SENTENCES = 3;

export interface NdjsonTableOptions {
  /** Name of the field of the text. */
  readonly field: string;
  /** Whether each row of the output is a sentence. */
  readonly sentences: boolean;
}

/**
 * NDJSON: a text or an object with the text in one field on each line. An object stays as it is written, with the new fields behind its own;
 * a text becomes the field `text`. Empty lines are left out.
 */
export class NdjsonTable implements Table {
  readonly start = START;
  private readonly newFields: readonly string[];

  constructor(private readonly options: NdjsonTableOptions) {
    this.newFields = NEW_FIELDS.slice(options.sentences ? 0 : FIELDS_OF_SENTENCES);
  }

  async *readRows(
    input: AsyncIterable<Buffer>,
    from: { readonly byte: number; readonly row: number },
  ): AsyncGenerator<Row> {
    let number = from.row;
    for await (const line of readLines(input, from.byte)) {
      if (line.raw.trim() !== '') yield this.toRow(line, ++number);
    }
  }

  formatHeader(): string {
    return '';
  }

  formatRow(
    { number, cells: [opened = '{'], lineBreak, sentence }: Row,
    result: RowResult,
    labels: readonly string[],
  ): string {
    const { sentiment, score, truncated, error } = result;
    const place = {
      ...(this.options.sentences && { row: number }),
      ...(sentence && { sentence: sentence.number, sentence_text: sentence.text }),
    };
    const scores = Object.fromEntries(labels.map((label, index) => [label, result.scores[index]]));
    const answer = error === undefined ? { sentiment, score, scores, truncated } : { error };
    const comma = /\{\s*$/.test(opened) ? '' : ',';
    return `${opened}${comma}${JSON.stringify({ ...place, ...answer }).slice(1)}${lineBreak || START.lineBreak}`;
  }

  private toRow({ raw, lineBreak, endByte }: Line, number: number): Row {
    const value = parseJson(raw);
    return { number, ...this.findText(value), endByte, cells: [this.openObject(raw, value)], raw, lineBreak };
  }

  private findText(value: unknown): Pick<Row, 'text' | 'error'> {
    const { field } = this.options;
    if (value === undefined) return { text: undefined, error: 'The line is no JSON.' };
    const text = typeof value === 'string' ? value : isObject(value) ? value[field] : undefined;
    if (typeof text !== 'string') {
      return { text: undefined, error: `The line is no text, and no object with a text in the field ${field}.` };
    }
    return text.trim() === '' ? { text: undefined, error: 'The text is empty.' } : { text, error: undefined };
  }

  /**
   * The object without its closing brace. It is written again only if it has a field of the name of a new one, because JavaScript rounds long
   * numbers. A line that is no JSON is kept as the field `line`.
   */
  private openObject(raw: string, value: unknown): string {
    if (!isObject(value))
      return JSON.stringify(typeof value === 'string' ? { text: value } : { line: raw }).slice(0, -1);
    const fields = Object.entries(value);
    const kept = fields.filter(([name]) => !this.newFields.includes(name));
    return (kept.length === fields.length ? raw.trimEnd() : JSON.stringify(Object.fromEntries(kept))).slice(0, -1);
  }
}

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
