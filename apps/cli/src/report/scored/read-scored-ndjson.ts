import { readLines } from '../../classify/read-lines.js';
import { checkAnswer, toRowNumber, type ScoredRow } from './scored-row.js';
import type { ScoredTableOptions } from './scored-table-options.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the rows of an output in NDJSON. A line that is no object with a sentiment or an error becomes a row with an error.
 *
 * @param input UTF-8 without a byte order mark
 */
export async function* readScoredNdjson(
  input: AsyncIterable<Buffer>,
  options: ScoredTableOptions,
): AsyncGenerator<ScoredRow> {
  let number = 0;
  for await (const { raw } of readLines(input, 0)) {
    if (raw.trim() !== '') yield toScoredRow(parseFields(raw), ++number, options);
  }
}

function toScoredRow(fields: Fields, number: number, options: ScoredTableOptions): ScoredRow {
  const { column, groupBy, dateColumn, nullText, sentences } = options;
  const read = (name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined);
  const sentence = sentences ? read('sentence') : undefined;
  const toCell = (name: string | undefined) => {
    if (name === undefined) return undefined;
    const cell = formatValue(read(name));
    return cell === nullText ? '' : cell;
  };
  // A line that was a text alone has become an object with the field `text`.
  const texts = [typeof sentence === 'number' ? read('sentence_text') : undefined, read(column), read('text')];
  return {
    number: sentences ? toRowNumber(read('row'), number) : number,
    sentence: typeof sentence === 'number' ? sentence : undefined,
    text: texts.find((text) => typeof text === 'string') ?? '',
    group: toCell(groupBy),
    date: toCell(dateColumn),
    ...readAnswer(read),
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

function formatValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parseFields(line: string): Fields {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
