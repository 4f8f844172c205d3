import type { Decoder } from './decoder.js';
import type { Encoding } from './encoding.js';
import { Utf16Decoder } from './utf16-decoder.js';
import { Utf8Decoder } from './utf8-decoder.js';
import { decodeWindows1252 } from './windows-1252.js';

/**
 * Turns an input into UTF-8.
 *
 * @param fromByte offset of the input in its file, without its compression, for the messages
 * @throws TableError for bytes that are not of the encoding; it names their offset
 */
export async function* decodeText(
  input: AsyncIterable<Buffer>,
  encoding: Encoding,
  fromByte: number,
): AsyncGenerator<Buffer> {
  const decoder = createDecoder(encoding, fromByte);
  for await (const chunk of input) yield decoder.decode(chunk);
  decoder.end();
}

function createDecoder(encoding: Encoding, fromByte: number): Decoder {
  switch (encoding) {
    case 'utf-8':
      return new Utf8Decoder(fromByte);
    case 'utf-16le':
    case 'utf-16be':
      return new Utf16Decoder(encoding, fromByte);
    case 'windows-1252':
      return { decode: (chunk) => Buffer.from(decodeWindows1252(chunk)), end: () => {} };
  }
}
