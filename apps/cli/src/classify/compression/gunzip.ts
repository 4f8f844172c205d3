import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TableError } from '../table.js';

const CHUNK_BYTES = 1 << 18;

/**
 * Decompresses gzip data of one member or more. Zero bytes may stand behind the last one.
 *
 * @throws TableError for data that are damaged or cut
 */
export async function* gunzip(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decompressor = createGunzip({ chunkSize: CHUNK_BYTES });
  const source = new PaddedInput(input);
  // The iteration throws the errors of both.
  pipeline(Readable.from(source.read(), { objectMode: false }), decompressor, () => {});
  try {
    yield* decompressor as AsyncIterable<Buffer>;
    // Node passes over everything behind a zero byte.
    await source.readToEnd();
    if (source.contentBytes > decompressor.bytesWritten) throw new TableError(describeFault('data behind their end'));
  } catch (error) {
    throw isGzipError(error) ? new TableError(describeFault(error.message)) : error;
  } finally {
    await source.close();
  }
}

/** An input that can be read on after one reader ended, and the place of its last byte that is not zero. */
class PaddedInput {
  private readonly chunks: AsyncIterator<Buffer>;
  private readBytes = 0;
  private content = 0;

  constructor(input: AsyncIterable<Buffer>) {
    this.chunks = input[Symbol.asyncIterator]();
  }

  /** Bytes up to the last one that is not zero. */
  get contentBytes(): number {
    return this.content;
  }

  async *read(): AsyncGenerator<Buffer> {
    for (let chunk = await this.next(); chunk; chunk = await this.next()) yield chunk;
  }

  async readToEnd(): Promise<void> {
    while (await this.next());
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async next(): Promise<Buffer | undefined> {
    const next = await this.chunks.next();
    if (next.done) return undefined;
    const last = next.value.findLastIndex((byte) => byte !== 0);
    if (last >= 0) this.content = this.readBytes + last + 1;
    this.readBytes += next.value.length;
    return next.value;
  }
}

function describeFault(fault: string): string {
  return `the gzip data of the input are damaged or cut: ${fault}`;
}

function isGzipError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
