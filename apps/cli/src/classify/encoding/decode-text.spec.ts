import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.js';
import { encodeText } from './encode-text.js';
import { ENCODINGS, type Encoding } from './encoding.js';

async function* divide(bytes: Buffer, chunkBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes)
    yield await Promise.resolve(bytes.subarray(at, at + chunkBytes));
}

async function decode(bytes: Buffer, encoding: Encoding, { chunkBytes = 3, fromByte = 0 } = {}): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of decodeText(divide(bytes, chunkBytes), encoding, fromByte)) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('decodeText', () => {
  it.each(ENCODINGS)('reads %s wherever the input is cut', async (encoding) => {
    const characters = encoding === 'windows-1252' ? ['a', 'é', '€', '\n'] : ['a', 'é', '€', '😀', '\n', '\uFEFF'];
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...characters), maxLength: 20 }),
        fc.integer({ min: 1, max: 9 }),
        async (text, chunkBytes) => {
          expect(await decode(encodeText(text, encoding), encoding, { chunkBytes })).toBe(text);
        },
      ),
    );
  });

  const units = (...numbers: number[]) => Buffer.from(Uint16Array.from(numbers).buffer);

  it.each([
    ['utf-8', Buffer.from([0x61, 0x62, 0xc3, 0xa9, 0xff, 0x61]), 'an invalid byte at byte offset 104'],
    ['utf-8', Buffer.from([0x61, 0xed, 0xa0, 0x80]), 'an invalid byte at byte offset 101'],
    ['utf-8', Buffer.from([0x61, 0x62, 0x63, 0xe2, 0x82]), 'an unfinished character at byte offset 103'],
    ['utf-16le', units(0x61, 0xd83d, 0x61), 'a surrogate without its pair at byte offset 102'],
    ['utf-16le', units(0x61, 0xde00), 'a surrogate without its pair at byte offset 102'],
    ['utf-16le', units(0x61, 0x62, 0xd83d), 'a surrogate without its pair at byte offset 104'],
    ['utf-16le', Buffer.from([0x61, 0, 0x62]), 'half of a character at byte offset 102'],
    ['utf-16be', Buffer.from([0, 0x61, 0xd8, 0x3d, 0, 0x61]), 'a surrogate without its pair at byte offset 102'],
    ['utf-16be', Buffer.from([0, 0x61, 0xd8]), 'half of a character at byte offset 102'],
  ] as const)('names the place in %s of %j', async (encoding, bytes, fault) => {
    for (const chunkBytes of [1, 3, 100]) {
      await expect(decode(bytes, encoding, { chunkBytes, fromByte: 100 })).rejects.toThrow(
        `the input is no ${encoding}: ${fault}; repair it, or name another encoding with --encoding (utf-8, utf-16le, utf-16be, windows-1252)`,
      );
    }
  });
});
