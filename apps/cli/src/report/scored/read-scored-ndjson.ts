import { listReportColumns } from '../../classify/list-report-columns.js';
import { listJsonFields } from '../../classify/json-fields.js';
import { listNewFields } from '../../classify/ndjson-table.js';
import { readLines } from '../../classify/read-lines.js';
import { RequiredFields } from '../../classify/required-fields.js';
import { TableError } from '../../classify/table.js';
import { checkAnswer, toRowNumber, type ScoredRow } from './scored-row.js';
import type { ScoredTableOptions } from './scored-table-options.js';
import { checkSentences } from './sentence-columns.js';

/** The fields of a line. */
interface ScoredLine {
  readonly values: Readonly<Record<string, unknown>>;
  /** Names in the order of the line, with the values as they are written. */
  readonly sources: ReadonlyMap<string, string>;
}

const NO_FIELDS: ScoredLine = { values: {}, sources: new Map() };

/**
 * Reads the rows of an output in NDJSON. A line that is no object with a sentiment or an error becomes a row with an error.
 *
 * @param input UTF-8 without a byte order mark
 * @throws TableError, at the end, when no line has a sentiment or an error, or a field that the options name; and for a line that was
 *   written with `--sentences` when the options are without, or the other way round
 */
export async function* readScoredNdjson(
  input: AsyncIterable<Buffer>,
  options: ScoredTableOptions,
): AsyncGenerator<ScoredRow> {
  const { column, prefix } = options;
  const newFields = listNewFields(prefix);
  const required = new RequiredFields([{ name: column, option: '--column' }, ...listReportColumns(options)]);
  let number = 0;
  let isOutput = false;
  for await (const { raw } of readLines(input, 0)) {
    if (raw.trim() === '') continue;
    const line = parseLine(raw);
    const names = [...line.sources.keys()];
    const isText = isTextLine(names, newFields);
    if (names.includes(`${prefix}sentiment`)) checkSentences(names, options);
    isOutput ||= names.includes(`${prefix}sentiment`) || names.includes(`${prefix}error`);
    if (!required.isComplete) required.add(isText ? [...names, column] : names);
    yield toScoredRow(line, ++number, isText, options);
  }
  if (number > 0 && !isOutput) {
    throw new TableError(
      `the file is no output of "sentiment classify": no line has the field "${prefix}sentiment" or "${prefix}error" (see --prefix)`,
    );
  }
  required.check();
}

/** A line that was a text alone has become an object with the field `text`, and the new fields. */
function isTextLine([first, ...others]: readonly string[], newFields: readonly string[]): boolean {
  return first === 'text' && others.every((name) => newFields.includes(name));
}

function toScoredRow(
  { values, sources }: ScoredLine,
  number: number,
  isText: boolean,
  { column, groupBy, dateColumn, nullText, sentences, prefix }: ScoredTableOptions,
): ScoredRow {
  const read = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);
  const readNew = (name: string) => read(prefix + name);
  const toCell = (name: string | undefined) => {
    if (name === undefined) return undefined;
    const cell = formatValue(read(name), sources.get(name));
    return cell === nullText ? '' : cell;
  };
  const sentence = sentences ? readNew('sentence') : undefined;
  const text = typeof sentence === 'number' ? readNew('sentence_text') : read(isText ? 'text' : column);
  return {
    number: sentences ? toRowNumber(readNew('row'), number) : number,
    sentence: typeof sentence === 'number' ? sentence : undefined,
    text: typeof text === 'string' ? text : '',
    group: toCell(groupBy),
    date: toCell(dateColumn),
    ...readAnswer(readNew),
  };
}

function readAnswer(read: (name: string) => unknown): Pick<ScoredRow, 'answer' | 'error'> {
  const [sentiment, error, scores] = [read('sentiment'), read('error'), read('scores')];
  if (typeof sentiment !== 'string' || !isObject(scores)) {
    return { answer: undefined, error: typeof error === 'string' ? error : 'The line has no sentiment.' };
  }
  const byLabel = new Map(Object.entries(scores).map(([label, score]) => [label.toLowerCase(), toScore(score)]));
  return checkAnswer(sentiment, toScore(read('score')), byLabel, read('truncated') === true);
}

function toScore(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

/** Two long numbers may have the same value in JavaScript, so what is no text is taken as it is written. */
function formatValue(value: unknown, source = ''): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : source;
}

function parseLine(line: string): ScoredLine {
  try {
    const values: unknown = JSON.parse(line);
    if (!isObject(values)) return NO_FIELDS;
    return { values, sources: new Map(listJsonFields(line).map(({ name, source }) => [name, source])) };
  } catch {
    return NO_FIELDS;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
