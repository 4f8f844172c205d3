import { isUtf8 } from 'node:buffer';
import { RequestError } from '../../http/errors/request-error.js';

/** Each element begins with its length: an unsigned little-endian integer of 32 bits. */
const LENGTH_BYTES = 4;

/**
 * Reads a binary tensor of the datatype BYTES whose elements are texts.
 *
 * @param count of the elements; bounded by the caller
 * @throws RequestError `malformed-body` unless the bytes are just that many elements in UTF-8
 */
export function readBinaryStrings(bytes: Buffer, count: number): string[] {
  const texts: string[] = [];
  let offset = 0;
  for (let index = 0; index < count; index++) {
    const start = offset + LENGTH_BYTES;
    if (start > bytes.length) throw malformed(index, 'is missing');
    const end = start + bytes.readUInt32LE(offset);
    if (end > bytes.length) throw malformed(index, 'is longer than the rest of the binary data');
    const element = bytes.subarray(start, end);
    if (!isUtf8(element)) throw malformed(index, 'is not valid UTF-8');
    texts.push(element.toString('utf8'));
    offset = end;
  }
  if (offset < bytes.length) {
    throw new RequestError('malformed-body', `The binary data has bytes after its ${count} elements.`);
  }
  return texts;
}

function malformed(index: number, detail: string): RequestError {
  return new RequestError('malformed-body', `Element ${index} of the binary data ${detail}.`);
}
