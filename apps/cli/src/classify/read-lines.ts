const LINE_BREAK = 0x0a;

/** A line of a text. */
export interface Line {
  /** Without its line break. */
  readonly raw: string;
  readonly lineBreak: string;
  readonly endByte: number;
}

/**
 * Reads the lines of a text. The last one may have no line break.
 *
 * @param fromByte offset of the input in the whole text
 */
export async function* readLines(input: AsyncIterable<Buffer>, fromByte: number): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let endByte = fromByte;
  for await (const chunk of input) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_BREAK); at >= 0; at = chunk.indexOf(LINE_BREAK, from)) {
      parts.push(chunk.subarray(from, at + 1));
      const line = Buffer.concat(parts);
      endByte += line.length;
      yield toLine(line, endByte);
      parts = [];
      from = at + 1;
    }
    parts.push(chunk.subarray(from));
  }
  const rest = Buffer.concat(parts);
  if (rest.length > 0) yield toLine(rest, endByte + rest.length);
}

function toLine(bytes: Buffer, endByte: number): Line {
  const line = bytes.toString();
  const [lineBreak = ''] = /\r?\n$/.exec(line) ?? [];
  return { raw: line.slice(0, line.length - lineBreak.length), lineBreak, endByte };
}
