import type { Compression } from './compression.js';
import { decompressZstd } from './decompress-zstd.js';
import { gunzip } from './gunzip.js';

/**
 * @param compression undefined for an input that is not compressed
 * @throws TableError for data that are damaged or cut
 */
export function decompress(input: AsyncIterable<Buffer>, compression: Compression | undefined): AsyncIterable<Buffer> {
  switch (compression) {
    case undefined:
      return input;
    case 'gzip':
      return gunzip(input);
    case 'zstd':
      return decompressZstd(input);
  }
}
