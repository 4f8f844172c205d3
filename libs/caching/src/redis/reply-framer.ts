import { ProtocolError } from './redis-errors.js';

/** The type of a reply by its first byte: a simple string, a bulk string or an array. An error is allowed in place of each. */
export type ReplyType = '+' | '$' | '*';

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
/** Of an array with all its parts: enough for a cluster of a thousand servers. */
const MAX_ARRAY_ELEMENTS = 65_536;
const MAX_ARRAY_BYTES = 2 * 1024 * 1024;
const NULL_BULK = '$-1';
const NOTHING = Buffer.alloc(0);

/**
 * Finds the ends of replies in the bytes of a connection (RESP2), and lets only whole replies pass that a waiting
 * command can get. Arrays answer only the questions for the servers of a cluster and for the primary, and are limited as a
 * whole: a parser would reserve memory for the announced length of an array. The types of RESP3 are never answers.
 */
export class ReplyFramer {
  /** Bytes of a reply that is not complete. */
  private held: Buffer[] = [];
  private line = '';
  private phase: 'head' | 'payload' | 'end' = 'head';
  private payloadBytes = 0;
  /** Elements of the present reply that are not complete; 0 between two replies. */
  private openElements = 0;
  private arrayElements = 0;
  private arrayBytes = 0;

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
      if (this.phase === 'head' && this.line === '') this.beginElement(chunk[at], place);
      at = this.readLine(chunk, at);
      if (this.endLine() && --this.openElements === 0) {
        place++;
        wholeEnd = at;
        this.arrayElements = 0;
        this.arrayBytes = 0;
      }
    }
    return this.takeWhole(chunk, wholeEnd);
  }

  private beginElement(byte: number | undefined, place: number): void {
    const type = String.fromCharCode(byte ?? 0);
    if (this.arrayElements > 0) {
      if (!'$*:+'.includes(type)) throw new ProtocolError('an array holds an element of the wrong type');
      return;
    }
    const expected = this.options.expectedType(place);
    if (expected === undefined) throw new ProtocolError('a reply arrived that no command waits for');
    if (type !== expected && type !== '-') throw new ProtocolError('a reply has the wrong type');
    this.openElements = 1;
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

  /** Takes a line when it is complete. @returns whether an element ends with it */
  private endLine(): boolean {
    if (!this.line.endsWith('\n')) return false;
    // A parser that ends a line at its first CR would read on in the middle of this one.
    if (this.line.indexOf('\r') !== this.line.length - 2) {
      throw new ProtocolError('a line of a reply does not end with CRLF');
    }
    const line = this.line.slice(0, -2);
    this.line = '';
    if (this.arrayElements > 0) this.countArrayBytes(line.length);
    if (this.phase === 'head' && line.startsWith('*')) this.beginArray(line.slice(1));
    if (this.phase === 'head' && line.startsWith('$')) {
      if (this.arrayElements > 0 && line === NULL_BULK) return true;
      this.payloadBytes = this.parseLength(line.slice(1));
      if (this.arrayElements > 0) this.countArrayBytes(this.payloadBytes);
      this.phase = this.payloadBytes > 0 ? 'payload' : 'end';
      return false;
    }
    if (this.phase === 'end' && line !== '') throw new ProtocolError('a bulk string is longer than it announced');
    this.phase = 'head';
    return true;
  }

  /** Its elements are open from now on. Of the array itself, this was all. */
  private beginArray(digits: string): void {
    const length = /^(-1|\d{1,9})$/.test(digits) ? Math.max(0, Number(digits)) : Number.NaN;
    // The array counts as an element, so that nested empty arrays have an end.
    this.arrayElements += 1 + length;
    if (!(this.arrayElements <= MAX_ARRAY_ELEMENTS)) {
      throw new ProtocolError('an array announces a length that is not allowed');
    }
    this.openElements += length;
  }

  private countArrayBytes(bytes: number): void {
    this.arrayBytes += bytes;
    if (this.arrayBytes > MAX_ARRAY_BYTES) throw new ProtocolError(`an array is longer than ${MAX_ARRAY_BYTES} bytes`);
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
