/** A first line of more bytes is cut: its first part is enough to recognize it. */
const MAX_BYTES = 65_536;

/** The start of an input, and the whole input again. */
export interface Peeked {
  /** Up to the first line break at least, or MAX_BYTES, or the end. */
  readonly start: Buffer;
  readonly input: AsyncIterable<Buffer>;
}

/** Reads the start of an input without taking it away. */
export async function peek(input: AsyncIterable<Buffer>): Promise<Peeked> {
  const chunks = input[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let bytes = 0;
  while (bytes < MAX_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    parts.push(next.value);
    bytes += next.value.length;
    if (next.value.includes('\n') || next.value.includes('\r')) break;
  }
  const start = Buffer.concat(parts);
  return { start, input: replay(start, chunks) };
}

async function* replay(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  try {
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
