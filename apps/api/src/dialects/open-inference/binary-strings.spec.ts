import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBinaryStrings } from './binary-strings.js';

/** The length of an element, as clients write it. */
function toLength(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes);
  return length;
}

const toElement = (text: string | Buffer) => {
  const bytes = Buffer.from(text as string);
  return Buffer.concat([toLength(bytes.length), bytes]);
};
const toTensor = (...texts: readonly (string | Buffer)[]) => Buffer.concat(texts.map(toElement));

describe('Binary tensor of texts', () => {
  it('gives any texts back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }).map((text) => text.toWellFormed())), (texts) => {
        expect(readBinaryStrings(toTensor(...texts), texts.length)).toEqual(texts);
      }),
    );
  });

  it.each([
    ['without an element', Buffer.alloc(0), 1, 'Element 0 of the binary data is missing.'],
    ['of fewer elements', toTensor('a'), 2, 'Element 1 of the binary data is missing.'],
    ['that ends in a length', toTensor('a').subarray(0, 3), 1, 'Element 0 of the binary data is missing.'],
    ['that ends in a text', toTensor('good').subarray(0, 7), 1, 'Element 0 of the binary data is longer than the rest'],
    ['of a huge length', toLength(0xffffffff), 1, 'Element 0 of the binary data is longer than the rest'],
    ['of a negative length', Buffer.from([0xff, 0xff, 0xff, 0x80, 0x61]), 1, 'longer than the rest'],
    ['of a big-endian length', Buffer.from([0, 0, 0, 1, 0x61]), 1, 'longer than the rest'],
    ['of more elements', toTensor('a', 'b'), 1, 'The binary data has bytes after its 1 elements.'],
    ['with a byte after it', Buffer.concat([toTensor('a'), Buffer.of(0)]), 1, 'bytes after its 1 elements'],
    ['that is not UTF-8', toTensor('a', Buffer.of(0xc0, 0xaf)), 2, 'Element 1 of the binary data is not valid UTF-8.'],
    [
      'cut within a character',
      toTensor(Buffer.from('é').subarray(0, 1)),
      1,
      'Element 0 of the binary data is not valid',
    ],
  ])('is refused: %s', (_, bytes, count, message) => {
    const read = () => readBinaryStrings(bytes, count);
    expect(read).toThrow(expect.objectContaining({ kind: 'malformed-body' }));
    expect(read).toThrow(message);
  });

  it('is refused or read, but never fails otherwise, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.integer({ min: 1, max: 5 }), (bytes, count) => {
        try {
          expect(readBinaryStrings(Buffer.from(bytes), count)).toHaveLength(count);
        } catch (error) {
          expect(error).toMatchObject({ kind: 'malformed-body' });
        }
      }),
    );
  });
});
