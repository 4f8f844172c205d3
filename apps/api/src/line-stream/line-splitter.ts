import type { ServiceError } from '../http/errors/request-error.js';
import { RequestError } from '../http/errors/request-error.js';

const LINE_FEED = 0x0a;
const WHITESPACE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0d]);

/** A line of a stream: its bytes without the line break, or why it was not kept. */
export type StreamLine = Buffer | ServiceError;

/** Divides chunks of bytes into lines. Blank lines are left out. Holds at most one line whose end has not arrived. */
export class LineSplitter {
  private parts: Buffer[] = [];
  private heldBytes = 0;
  private refusal: ServiceError | undefined;

  /** @param maxLineBytes longest line, without its line break; a longer one becomes the error `body-too-large` */
  constructor(private readonly maxLineBytes: number) {}

  /** Bytes of the line whose end has not arrived. */
  get partialBytes(): number {
    return this.heldBytes;
  }

  /** @returns the lines that the chunk completes */
  push(chunk: Buffer): StreamLine[] {
    const lines: StreamLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      this.hold(chunk.subarray(start, end));
      lines.push(...this.take());
      start = end + 1;
    }
    if (start < chunk.length) this.hold(chunk.subarray(start));
    return lines;
  }

  /** @returns the last line, if it has no line break */
  end(): StreamLine[] {
    return this.take();
  }

  /** Discards the line whose end has not arrived, up to its end. The error takes its place. */
  refuse(error: ServiceError): void {
    this.refusal = error;
    this.parts = [];
    this.heldBytes = 0;
  }

  private hold(part: Buffer): void {
    if (this.refusal) return;
    if (this.heldBytes + part.length > this.maxLineBytes) {
      const detail = `The line is larger than ${this.maxLineBytes} bytes (setting MAX_BODY_BYTES).`;
      this.refuse(new RequestError('body-too-large', detail));
      return;
    }
    this.heldBytes += part.length;
    this.parts.push(part);
  }

  private take(): StreamLine[] {
    const { parts, heldBytes, refusal } = this;
    this.parts = [];
    this.heldBytes = 0;
    this.refusal = undefined;
    if (refusal) return [refusal];
    const [first] = parts;
    const line = parts.length === 1 && first ? first : Buffer.concat(parts, heldBytes);
    return isBlank(line) ? [] : [line];
  }
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (!WHITESPACE.has(byte)) return false;
  return true;
}
