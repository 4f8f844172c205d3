import type { AnalysisDocument, AnalysisRequest } from '../openapi/api-types.js';

/** Name of a line, which its answer repeats. */
export type LineId = string | number;

/** A text, or a text with a name and with options of its own, which take the place of the stream's. */
export type LineInput<Options> = string | ({ readonly text: string; readonly id?: LineId } & Options);

/** The lines of a stream. */
export type LineSource<Options> =
  Iterable<LineInput<Options>> | AsyncIterable<LineInput<Options>> | ReadableStream<LineInput<Options>>;

/** A route that takes lines. */
export type LinePath = '/predict' | '/analyze';

/** The options of all lines of a stream. */
export interface LineOptions {
  readonly path: LinePath;
  readonly values: object;
}

/** A line that has no answer yet, or whose answer was not taken yet. */
export interface SentLine {
  readonly index: number;
  readonly id: LineId | undefined;
  /** The line as it is sent, with its line break. The service repeats the index. */
  readonly json: string;
}

const ANALYZE_OPTIONS: readonly (keyof (AnalysisRequest & AnalysisDocument))[] = [
  'language',
  'sentences',
  'explain',
  'codePoints',
  'minScore',
];
/** The properties of a line that are sent, with its text. A line may be a row of a table with many others. */
const OPTION_NAMES: Readonly<Record<LinePath, readonly string[]>> = {
  '/predict': ['neutral'],
  '/analyze': ANALYZE_OPTIONS,
};

/** @throws TypeError when the input is neither a text nor an object with a text */
export function toSentLine(input: unknown, index: number, { path, values }: LineOptions): SentLine {
  const text = typeof input === 'string' ? input : readProperty(input, 'text');
  if (typeof text !== 'string') throw new TypeError(`line ${index} is neither a text nor an object with a text`);
  const own = OPTION_NAMES[path]
    .map((name) => [name, readProperty(input, name)] as const)
    .filter(([, value]) => value !== undefined);
  const json = JSON.stringify({ id: index, text, ...values, ...Object.fromEntries(own) });
  return { index, id: readProperty(input, 'id') as LineId | undefined, json: `${json}\n` };
}

/** The property may belong to the class of the value. */
function readProperty(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
