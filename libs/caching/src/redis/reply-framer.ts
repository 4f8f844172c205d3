import { ProtocolError } from './redis-errors.js';

/** The type of a reply by its first byte: a simple string or a bulk string. An error is allowed in place of both. */
export type ReplyType = '+' | '$';

export interface ReplyFramerOptions {
  /** The longest bulk string that a command of this service can get. */
  readonly maxBulkBytes: number;
  /**
   * The type that the waiting command at a place of the queue expects, 0 for the first one; undefined when no command
   * waits there.
   */
  readonly expectedType: (place: number) => ReplyType | undefined;
}

const LINE_FEED = 0x0a;
/** Errors of Redis are much shorter. */
const MAX_LINE_BYTES = 16 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Finds the ends of replies in the bytes of a connection (RESP2), and lets only whole replies pass that a waiting
 * command can get. Arrays, integers, nulls and the types of RESP3 are never answers to the commands of this service: a
 * parser would reserve memory for the announced length of an array, so they must not reach one.
 */
export class ReplyFramer {
  /** Bytes of a reply that is not complete. */
  private held: Buffer[] = [];
  private line = '';
  private phase: 'head' | 'payload' | 'end' = 'head';
  private payloadBytes = 0;

  constructor(private readonly options: ReplyFramerOptions) {}

  /**
   * @param chunk the next bytes of the connection
   * @returns all bytes of the replies that are complete now, and that no earlier call returned
   * @throws ProtocolError when the connection must be dropped; the framer must not be used afterwards
   */
  push(chunk: Buffer): Buffer {
    let at = 0;
    let wholeEnd = 0;
    let place = 0;
    while (at < chunk.length) {
      if (this.phase === 'payload') {
        at += this.skipPayload(chunk.length - at);
        continue;
      }
      if (this.phase === 'head' && this.line === '') this.checkType(chunk[at], place);
      at = this.readLine(chunk, at);
      if (this.endLine()) {
        place++;
        wholeEnd = at;
      }
    }
    return this.takeWhole(chunk, wholeEnd);
  }

  private checkType(byte: number | undefined, place: number): void {
    const expected = this.options.expectedType(place);
    if (expected === undefined) throw new ProtocolError('a reply arrived that no command waits for');
    const type = String.fromCharCode(byte ?? 0);
    if (type !== expected && type !== '-') throw new ProtocolError('a reply has the wrong type');
  }

  /** Appends the bytes up to the next line feed to the line. @returns the place after them */
  private readLine(chunk: Buffer, at: number): number {
    const lineFeed = chunk.indexOf(LINE_FEED, at);
    const stop = lineFeed === -1 ? chunk.length : lineFeed + 1;
    if (this.line.length + stop - at > MAX_LINE_BYTES) {
      throw new ProtocolError(`a line of a reply is longer than ${MAX_LINE_BYTES} bytes`);
    }
    this.line += chunk.toString('latin1', at, stop);
    return stop;
  }

  /** Takes a line when it is complete. @returns whether a reply ends with it */
  private endLine(): boolean {
    if (!this.line.endsWith('\n')) return false;
    // A parser that ends a line at its first CR would read on in the middle of this one.
    if (this.line.indexOf('\r') !== this.line.length - 2) {
      throw new ProtocolError('a line of a reply does not end with CRLF');
    }
    const line = this.line.slice(0, -2);
    this.line = '';
    if (this.phase === 'head' && line.startsWith('$')) {
      this.payloadBytes = this.parseLength(line.slice(1));
      this.phase = this.payloadBytes > 0 ? 'payload' : 'end';
      return false;
    }
    if (this.phase === 'end' && line !== '') throw new ProtocolError('a bulk string is longer than it announced');
    this.phase = 'head';
    return true;
  }

  private parseLength(digits: string): number {
    const length = /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN;
    if (!(length <= this.options.maxBulkBytes)) {
      throw new ProtocolError('a bulk string announces a length that is not allowed');
    }
    return length;
  }

  private skipPayload(availableBytes: number): number {
    const bytes = Math.min(this.payloadBytes, availableBytes);
    this.payloadBytes -= bytes;
    if (this.payloadBytes === 0) this.phase = 'end';
    return bytes;
  }

  private takeWhole(chunk: Buffer, wholeEnd: number): Buffer {
    const whole = wholeEnd === 0 ? [] : [...this.held, chunk.subarray(0, wholeEnd)];
    if (wholeEnd > 0) this.held = [];
    if (wholeEnd < chunk.length) this.held.push(chunk.subarray(wholeEnd));
    return whole.length === 1 ? (whole[0] ?? NOTHING) : Buffer.concat(whole);
  }
}
