import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { ByteCounter } from './byte-counter.js';
import {
  findCompression,
  recognizeCompression,
  RECOGNIZED_BYTES,
  type Compression,
} from './compression/compression.js';
import { decompress } from './compression/decompress.js';
import { decodeText } from './encoding/decode-text.js';
import { detectEncoding } from './encoding/detect-encoding.js';
import type { Encoding, TextEncoding } from './encoding/encoding.js';
import { peek } from './peek.js';
import { skipBytes } from './skip-bytes.js';

const CHUNK_BYTES = 1 << 18;
/** The encoding is detected in so many bytes at the start. A stream may be slow. */
const DETECTION_BYTES = { file: 1 << 20, stream: 1 << 16 };

export interface InputOptions {
  /** Path of the input; undefined for the standard input. */
  readonly input: string | undefined;
  /** Undefined to detect it. */
  readonly encoding: Encoding | undefined;
}

interface Content {
  readonly compression: Compression | undefined;
  readonly encoding: TextEncoding;
  /** Without the compression. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** The input of a run, as UTF-8 without a byte order mark, whatever its compression and encoding are. */
export class TableInput {
  private readonly text = new ByteCounter();

  private constructor(
    private readonly path: string | undefined,
    private source: Readable,
    private readonly raw: ByteCounter,
    private readonly content: Content,
  ) {}

  /** @throws TableError when the input is not of the compression or the encoding that it should be */
  static async open({ input: path, encoding }: InputOptions): Promise<TableInput> {
    const source = path === undefined ? process.stdin : openFile(path, 0);
    const raw = new ByteCounter();
    try {
      return new TableInput(path, source, raw, await recognizeContent(raw.count(source), path, encoding));
    } catch (error) {
      source.destroy();
      throw error;
    }
  }

  get encoding(): TextEncoding {
    return this.content.encoding;
  }

  /**
   * To be called once. A plain file of UTF-8 is read from `fromByte` on, and every other one from its beginning.
   *
   * @param fromByte offset in the text, in bytes of UTF-8
   * @throws TableError, as the iteration does, when the input is damaged, cut, or not of its encoding
   */
  read(fromByte: number): AsyncIterable<Buffer> {
    const { bytes, encoding } = this.content;
    const { markBytes } = encoding;
    if (fromByte > 0 && this.path !== undefined && this.isPlain) {
      this.source.destroy();
      this.source = openFile(this.path, fromByte + markBytes);
      return decodeText(this.source, encoding.encoding, fromByte + markBytes);
    }
    const text = decodeText(skipBytes(bytes, markBytes), encoding.encoding, markBytes);
    return skipBytes(this.text.count(text), fromByte);
  }

  /**
   * @param byte offset in the text that was read, in bytes of UTF-8
   * @returns the offset in the file; an estimate for a file that is compressed or not of UTF-8
   */
  toRawByte(byte: number): number {
    return this.isPlain ? byte : (byte * this.raw.bytes) / Math.max(1, this.text.bytes);
  }

  /** Ends reading. */
  close(): void {
    this.source.destroy();
  }

  private get isPlain(): boolean {
    const { compression, encoding } = this.content;
    return compression === undefined && encoding.encoding === 'utf-8';
  }
}

function openFile(path: string, start: number): Readable {
  // With `start`, Node seeks: a named pipe cannot.
  return createReadStream(path, { ...(start > 0 && { start }), highWaterMark: CHUNK_BYTES });
}

async function recognizeContent(
  input: AsyncIterable<Buffer>,
  path: string | undefined,
  told: Encoding | undefined,
): Promise<Content> {
  const raw = await peek(input, RECOGNIZED_BYTES);
  const compression = recognizeCompression(raw.start, path === undefined ? undefined : findCompression(path));
  const detectionBytes = DETECTION_BYTES[path === undefined ? 'stream' : 'file'];
  const { start, input: bytes } = await peek(decompress(raw.input, compression), detectionBytes);
  return { compression, encoding: detectEncoding(start.subarray(0, detectionBytes), told), bytes };
}
