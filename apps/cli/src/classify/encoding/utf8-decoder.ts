import { isUtf8 } from 'node:buffer';
import type { Decoder } from './decoder.js';
import { createInvalidBytesError } from './invalid-bytes.js';
import { measureCharacter } from './measure-character.js';

const MAX_CHARACTER_BYTES = 4;

/** Passes UTF-8 on, cut between characters. */
export class Utf8Decoder implements Decoder {
  private rest: Buffer = Buffer.alloc(0);

  /** @param byte offset in the input of the first byte that comes */
  constructor(private byte: number) {}

  decode(chunk: Buffer): Buffer {
    const bytes = Buffer.concat([this.rest, chunk]);
    const end = bytes.length - countUnfinishedBytes(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) throw createInvalidBytesError(this.byte + findInvalidByte(whole), 'an invalid byte', 'utf-8');
    this.byte += end;
    this.rest = bytes.subarray(end);
    return whole;
  }

  end(): void {
    if (this.rest.length > 0) throw createInvalidBytesError(this.byte, 'an unfinished character', 'utf-8');
  }
}

/** Bytes at the end that begin a character, and do not end it. */
function countUnfinishedBytes(bytes: Buffer): number {
  for (let count = 1; count < MAX_CHARACTER_BYTES && count <= bytes.length; count++) {
    if (measureCharacter(bytes, bytes.length - count) === undefined) return count;
  }
  return 0;
}

/** @param bytes with a byte that is not of UTF-8 */
function findInvalidByte(bytes: Buffer): number {
  let at = 0;
  for (let length = measureCharacter(bytes, at); length; length = measureCharacter(bytes, at)) at += length;
  return at;
}
