/** Name of a line, which its answer repeats. */
export type LineId = string | number;

/** A text, or a text with a name and with options of its own, which take the place of the stream's. */
export type LineInput<Options> = string | ({ readonly text: string; readonly id?: LineId } & Options);

/** The lines of a stream. */
export type LineSource<Options> =
  Iterable<LineInput<Options>> | AsyncIterable<LineInput<Options>> | ReadableStream<LineInput<Options>>;

/** A line that has no answer yet, or whose answer was not taken yet. */
export interface SentLine {
  readonly index: number;
  readonly id: LineId | undefined;
  /** The line as it is sent, with its line break. The service repeats the index. */
  readonly json: string;
}

/**
 * @param options of the stream
 * @throws TypeError when the input is neither a text nor an object with a text
 */
export function toSentLine(input: unknown, index: number, options: object): SentLine {
  const line = typeof input === 'string' ? { text: input } : input;
  if (typeof line !== 'object' || line === null || !('text' in line) || typeof line.text !== 'string') {
    throw new TypeError(`line ${index} is neither a text nor an object with a text`);
  }
  const id = 'id' in line ? (line.id as LineId | undefined) : undefined;
  return { index, id, json: `${JSON.stringify({ ...options, ...line, id: index })}\n` };
}
