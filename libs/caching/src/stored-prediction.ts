import { crc32 } from 'node:zlib';
import type { Prediction } from '#libs/prediction';

/**
 * A prediction in our own bytes, little-endian: version, flags, tokens,
 * unknown tokens, read characters, one float32 a label, and at the end a CRC-32 over the
 * key and all before it. The key is in it, so that bytes of another text or another model are no answer.
 */
const VERSION = 2;
const TRUNCATED_FLAG = 1;
const TOKENS_AT = 2;
const UNKNOWN_TOKENS_AT = 6;
const READ_CHARS_AT = 10;
const HEAD_BYTES = 14;
const FLOAT_BYTES = 4;
const CHECKSUM_BYTES = 4;

export function encodePrediction(key: string, prediction: Prediction): Buffer {
  const { logits, truncated, tokens, unknownTokens, readChars } = prediction;
  const bytes = Buffer.alloc(HEAD_BYTES + logits.length * FLOAT_BYTES + CHECKSUM_BYTES);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeUInt8(truncated ? TRUNCATED_FLAG : 0, 1);
  bytes.writeUInt32LE(tokens, TOKENS_AT);
  bytes.writeUInt32LE(unknownTokens, UNKNOWN_TOKENS_AT);
  bytes.writeUInt32LE(readChars, READ_CHARS_AT);
  logits.forEach((logit, index) => bytes.writeFloatLE(logit, HEAD_BYTES + index * FLOAT_BYTES));
  bytes.writeUInt32LE(computeChecksum(key, bytes), bytes.length - CHECKSUM_BYTES);
  return bytes;
}

/** @returns undefined for anything that is not what `encodePrediction` made for this key */
export function decodePrediction(key: string, bytes: Buffer): Prediction | undefined {
  const labels = (bytes.length - HEAD_BYTES - CHECKSUM_BYTES) / FLOAT_BYTES;
  if (!Number.isInteger(labels) || labels < 1) return undefined;
  const [version, flags] = [bytes.readUInt8(0), bytes.readUInt8(1)];
  if (version !== VERSION || (flags & ~TRUNCATED_FLAG) !== 0) return undefined;
  if (bytes.readUInt32LE(bytes.length - CHECKSUM_BYTES) !== computeChecksum(key, bytes)) return undefined;
  const logits = new Float32Array(labels);
  for (let index = 0; index < labels; index++) logits[index] = bytes.readFloatLE(HEAD_BYTES + index * FLOAT_BYTES);
  if (!logits.every(Number.isFinite)) return undefined;
  return {
    logits,
    truncated: flags === TRUNCATED_FLAG,
    tokens: bytes.readUInt32LE(TOKENS_AT),
    unknownTokens: bytes.readUInt32LE(UNKNOWN_TOKENS_AT),
    readChars: bytes.readUInt32LE(READ_CHARS_AT),
  };
}

function computeChecksum(key: string, bytes: Buffer): number {
  return crc32(bytes.subarray(0, bytes.length - CHECKSUM_BYTES), crc32(key));
}
