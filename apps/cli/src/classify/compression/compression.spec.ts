import { describe, expect, it } from 'vitest';
import { findCompression, recognizeCompression, removeCompressionSuffix } from './compression.js';

const GZIP = Buffer.from([0x1f, 0x8b, 8, 0]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

describe('A compression', () => {
  it('is told by the suffix', () => {
    expect(['a.csv.gz', 'a.zst', 'a.csv', 'gz'].map(findCompression)).toEqual(['gzip', 'zstd', undefined, undefined]);
    expect(['b/a.csv.gz', 'a.csv'].map(removeCompressionSuffix)).toEqual(['b/a.csv', 'a.csv']);
  });

  it('is recognized by the first bytes', () => {
    expect(recognizeCompression(GZIP, undefined)).toBe('gzip');
    expect(recognizeCompression(ZSTD, 'zstd')).toBe('zstd');
    expect(recognizeCompression(Buffer.from('text\n'), undefined)).toBeUndefined();
    expect(recognizeCompression(Buffer.alloc(0), undefined)).toBeUndefined();
  });

  it('must be the one that the suffix tells', () => {
    expect(() => recognizeCompression(Buffer.from('text\n'), 'gzip')).toThrow(
      'the input has no gzip data, as its suffix says',
    );
    expect(() => recognizeCompression(GZIP, 'zstd')).toThrow('the input has no zstd data, as its suffix says');
  });

  it('is advised for files that are no text', () => {
    expect(() => recognizeCompression(Buffer.from('PK\u0003\u0004\u0014\u0000'), undefined)).toThrow(
      'the input is a workbook (.xlsx) or a zip archive: save it as CSV, or unzip it',
    );
  });
});
