import type { NamedColumn } from './csv-table.js';
import { listJsonFields } from './json-fields.js';
import { readLines, type Line } from './read-lines.js';
import { RequiredFields } from './required-fields.js';
import { TableError, type Row, type RowResult, type Table, type TableStart } from './table.js';

const START: TableStart = { header: [], delimiter: '', lineBreak: '\n' };
const NEW_FIELDS = ['sentiment', 'score', 'scores', 'truncated', 'error'];
const SENTENCE_FIELDS = ['row', 'sentence', 'sentence_text'];
/** The fields that options name have to be in one of the first lines: so many, or in so many bytes. */
const CHECKED = { lines: 1_000, bytes: 1 << 24 };

export interface NdjsonTableOptions {
  /** Name of the field of the text. */
  readonly field: string;
  /** Other fields that a line must have. */
  readonly otherFields?: readonly NamedColumn[];
  /** Whether each row of the output is a sentence. */
  readonly sentences: boolean;
  /** A text that says that there is none, besides an empty one. */
  readonly nullText: string | undefined;
  /** Put before the name of each new field. */
  readonly prefix: string;
}

/** @returns the names of all fields that `classify` adds to an object, with those of sentences first */
export function listNewFields(prefix: string): string[] {
  return [...SENTENCE_FIELDS, ...NEW_FIELDS].map((name) => prefix + name);
}

/**
 * NDJSON: a text or an object with the text in one field on each line. An object stays as it is written, with the new fields behind its own;
 * a text becomes the field `text`. A line that is no JSON, and an object with a field of the name of a new one, become the field `line`.
 * Empty lines are left out.
 */
export class NdjsonTable implements Table {
  readonly start = START;
  private readonly newFields: readonly string[];

  constructor(private readonly options: NdjsonTableOptions) {
    this.newFields = listNewFields(options.prefix).slice(options.sentences ? 0 : SENTENCE_FIELDS.length);
  }

  /**
   * The first rows are held until their lines have the fields that options name: before that, nothing must be written.
   *
   * @throws TableError when the first lines lack such a field, or the first one has a field of the name of a new one
   */
  async *readRows(
    input: AsyncIterable<Buffer>,
    from: { readonly byte: number; readonly row: number },
  ): AsyncGenerator<Row> {
    const { field, otherFields = [] } = this.options;
    // A run that is resumed was checked when it began.
    const required = new RequiredFields(from.row > 0 ? [] : [{ name: field, option: '--column' }, ...otherFields]);
    let held: Row[] = [];
    let number = from.row;
    for await (const line of readLines(input, from.byte)) {
      if (line.raw.trim() === '') continue;
      const value = parseJson(line.raw);
      if (++number === 1) this.checkFirst(value);
      held.push(this.toRow(line, value, number));
      if (!required.isComplete) required.add(this.listFields(value));
      if (required.isComplete) {
        yield* held;
        held = [];
      } else if (held.length >= CHECKED.lines || line.endByte >= CHECKED.bytes) required.check();
    }
    required.check();
  }

  formatHeader(): string {
    return '';
  }

  formatRow({ number, cells: [opened = '{', closing = '}'], lineBreak, sentence }: Row, ...answer: RowAnswer): string {
    const place = {
      ...(this.options.sentences && { row: number }),
      ...(sentence && { sentence: sentence.number, sentence_text: sentence.text }),
    };
    const fields = Object.entries({ ...place, ...toFields(...answer) });
    const added = JSON.stringify(
      Object.fromEntries(fields.map(([name, value]) => [this.options.prefix + name, value])),
    );
    const comma = opened.endsWith('{') ? '' : ',';
    return `${opened}${comma}${added.slice(1, -1)}${closing}${lineBreak || START.lineBreak}`;
  }

  private checkFirst(value: unknown): void {
    const taken = this.findTaken(value);
    if (taken === undefined) return;
    throw new TableError(`the input has a field ${taken} already: choose other names for the new fields with --prefix`);
  }

  private toRow({ raw, lineBreak, endByte }: Line, value: unknown, number: number): Row {
    return { number, ...this.findText(raw, value), endByte, cells: this.splitObject(raw, value), raw, lineBreak };
  }

  private findText(raw: string, value: unknown): Pick<Row, 'text' | 'error'> {
    const { field } = this.options;
    const refuse = (error: string) => ({ text: undefined, error });
    if (value === undefined) return refuse('The line is no JSON.');
    const text = typeof value === 'string' ? value : isObject(value) && Object.hasOwn(value, field) && value[field];
    const taken = this.findTaken(value);
    if (taken !== undefined) return refuse(`The line has a field ${taken} already (see --prefix).`);
    if (typeof text !== 'string')
      return refuse(`The line is no text, and no object with a text in the field ${field}.`);
    if (isObject(value) && listJsonFields(raw).filter(({ name }) => name === field).length > 1) {
      return refuse(`The line has more than one field ${field}.`);
    }
    if (text === this.options.nullText) return refuse('The text is missing.');
    return text.trim() === '' ? refuse('The text is empty.') : { text, error: undefined };
  }

  /** @returns what stands before the new fields, and what stands behind them */
  private splitObject(raw: string, value: unknown): readonly [string, string] {
    if (typeof value === 'string') return [`{"text":${raw.trim()}`, '}'];
    if (!isObject(value) || this.findTaken(value) !== undefined) return [`{"line":${JSON.stringify(raw)}`, '}'];
    const opened = raw.slice(0, raw.lastIndexOf('}')).trimEnd();
    return [opened, raw.slice(opened.length)];
  }

  /** @returns the first of the new fields that an object has already */
  private findTaken(value: unknown): string | undefined {
    return isObject(value) ? this.newFields.find((name) => Object.hasOwn(value, name)) : undefined;
  }

  /** A text stands for an object with the field of the texts. */
  private listFields(value: unknown): readonly string[] {
    if (typeof value === 'string') return [this.options.field];
    return isObject(value) ? Object.keys(value) : [];
  }
}

type RowAnswer = [result: RowResult, labels: readonly string[]];

function toFields({ sentiment, score, scores, truncated, error }: RowResult, labels: readonly string[]): object {
  if (error !== undefined) return { error };
  const byLabel = Object.fromEntries(labels.map((label, index) => [label, scores[index]]));
  return { sentiment, score, scores: byLabel, truncated };
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
