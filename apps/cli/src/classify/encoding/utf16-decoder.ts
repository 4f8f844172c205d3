import type { Decoder } from './decoder.js';
import type { Encoding } from './encoding.js';
import { createInvalidBytesError } from './invalid-bytes.js';

const UNIT_BYTES = 2;

/** Turns UTF-16 into UTF-8. */
export class Utf16Decoder implements Decoder {
  private rest: Buffer = Buffer.alloc(0);

  /** @param byte offset in the input of the first byte that comes */
  constructor(
    private readonly encoding: Extract<Encoding, 'utf-16le' | 'utf-16be'>,
    private byte: number,
  ) {}

  decode(chunk: Buffer): Buffer {
    const bytes = Buffer.concat([this.rest, chunk]);
    const text = this.readUnits(bytes.subarray(0, bytes.length - (bytes.length % UNIT_BYTES)));
    const whole = /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
    this.check(whole);
    this.byte += whole.length * UNIT_BYTES;
    this.rest = bytes.subarray(whole.length * UNIT_BYTES);
    return Buffer.from(whole);
  }

  end(): void {
    if (this.rest.length === 0) return;
    const fault = this.rest.length < UNIT_BYTES ? 'half of a character' : 'a surrogate without its pair';
    throw createInvalidBytesError(this.byte, fault, this.encoding);
  }

  private readUnits(bytes: Buffer): string {
    return (this.encoding === 'utf-16be' ? Buffer.from(bytes).swap16() : bytes).toString('utf16le');
  }

  private check(text: string): void {
    const unpaired = text.search(/\p{Surrogate}/u);
    if (unpaired < 0) return;
    throw createInvalidBytesError(this.byte + unpaired * UNIT_BYTES, 'a surrogate without its pair', this.encoding);
  }
}
