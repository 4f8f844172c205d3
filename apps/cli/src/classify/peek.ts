/** The start of an input, and the whole input again. */
export interface Peeked {
  readonly start: Buffer;
  readonly input: AsyncIterable<Buffer>;
}

/**
 * Reads the start of an input without taking it away.
 *
 * @param bytes the start has so many at least, unless the input is shorter
 * @param isEnough whether a chunk makes a shorter start long enough
 */
export async function peek(
  input: AsyncIterable<Buffer>,
  bytes: number,
  isEnough: (chunk: Buffer) => boolean = () => false,
): Promise<Peeked> {
  const chunks = input[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let length = 0;
  while (length < bytes) {
    const next = await chunks.next();
    if (next.done) break;
    parts.push(next.value);
    length += next.value.length;
    if (isEnough(next.value)) break;
  }
  const start = Buffer.concat(parts);
  return { start, input: replay(start, chunks) };
}

async function* replay(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (start.length > 0) yield start;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
