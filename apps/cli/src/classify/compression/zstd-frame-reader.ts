import { TableError } from '../table.js';

const MAGIC = 0xfd2fb528;
/** The last four bits of the magic number of a frame without content may be anything. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const MAGIC_BYTES = 4;
const SIZE_BYTES = 4;
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;
const BLOCK_OF_ONE_BYTE = 1;
const RESERVED_BLOCK = 3;

/**
 * Divides Zstandard data into frames (RFC 8878). Node decompresses the first frame and passes over the others, and takes a frame that is cut
 * for a whole one (nodejs/node#64741, nodejs/node#64592).
 */
export class ZstdFrameReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(input: AsyncIterable<Buffer>) {
    this.chunks = input[Symbol.asyncIterator]();
  }

  /**
   * @returns the next frame, to be read to its end before the one after it; undefined at the end of the input
   * @throws TableError, as the iteration of the frame does, for data that are damaged or cut
   */
  async nextFrame(): Promise<AsyncGenerator<Buffer> | undefined> {
    while (await this.fill()) {
      const magic = await this.take(MAGIC_BYTES);
      const number = magic.readUInt32LE();
      if (number === MAGIC) return this.readFrame(magic);
      if (number - (number % 16) !== SKIPPABLE_MAGIC) throw new TableError('the zstd data of the input are damaged');
      await this.skip((await this.take(SIZE_BYTES)).readUInt32LE());
    }
    return undefined;
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async *readFrame(magic: Buffer): AsyncGenerator<Buffer> {
    yield magic;
    const descriptor = await this.take(1);
    yield descriptor;
    yield* this.pass(measureHeader(descriptor.readUInt8()));
    for (let isLast = false; !isLast;) {
      const header = await this.take(BLOCK_HEADER_BYTES);
      yield header;
      const value = header.readUIntLE(0, BLOCK_HEADER_BYTES);
      const type = (value >> 1) & 3;
      if (type === RESERVED_BLOCK) throw new TableError('the zstd data of the input are damaged');
      yield* this.pass(type === BLOCK_OF_ONE_BYTE ? 1 : value >> 3);
      isLast = (value & 1) === 1;
    }
    if (descriptor.readUInt8() & 4) yield* this.pass(CHECKSUM_BYTES);
  }

  private async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.pass(count)) parts.push(part);
    return Buffer.concat(parts);
  }

  private async skip(count: number): Promise<void> {
    const parts = this.pass(count);
    while (!(await parts.next()).done);
  }

  private async *pass(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0;) {
      if (!(await this.fill())) throw new TableError('the zstd data of the input are cut');
      const part = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  /** @returns whether there are more bytes */
  private async fill(): Promise<boolean> {
    while (this.rest.length === 0) {
      const next = await this.chunks.next();
      if (next.done) return false;
      this.rest = next.value;
    }
    return true;
  }
}

/** Bytes of the header of a frame behind its descriptor: the size of the window, the number of the dictionary, the size of the content. */
function measureHeader(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return (isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes;
}
