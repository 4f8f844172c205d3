import { pipeline, Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { TableError } from '../table.js';
import { runZstd } from './run-zstd.js';
import { ZstdFrameReader } from './zstd-frame-reader.js';

type CreateDecompressor = () => Transform;

/** Node has it from 22.15 on. */
export const createZstdDecompress = (zlib as Partial<Record<string, unknown>>)['createZstdDecompress'] as
  CreateDecompressor | undefined;

/**
 * Decompresses Zstandard data of one frame or more: by Node, or else by the program zstd.
 *
 * @param create undefined where Node cannot do it
 * @throws TableError for data that are damaged or cut, or when there is no program either
 */
export function decompressZstd(
  input: AsyncIterable<Buffer>,
  create: CreateDecompressor | undefined = createZstdDecompress,
): AsyncIterable<Buffer> {
  return create ? decompressFrames(new ZstdFrameReader(input), create) : runZstd(input);
}

async function* decompressFrames(reader: ZstdFrameReader, create: CreateDecompressor): AsyncGenerator<Buffer> {
  try {
    for (let frame = await reader.nextFrame(); frame; frame = await reader.nextFrame()) {
      const decompressor = create();
      // The iteration throws the errors of both.
      pipeline(Readable.from(frame, { objectMode: false }), decompressor, () => {});
      yield* decompressor as AsyncIterable<Buffer>;
    }
  } catch (error) {
    throw isZstdError(error) ? new TableError(`the zstd data of the input are damaged: ${error.message}`) : error;
  } finally {
    await reader.close();
  }
}

function isZstdError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ZSTD_');
}
