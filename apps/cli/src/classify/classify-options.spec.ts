import { describe, expect, it } from 'vitest';
import { parseClassifyOptions } from './classify-options.js';

describe('The options of classify', () => {
  it('detect the encoding, double quotes, and leave no row uncertain by default', () => {
    expect(parseClassifyOptions(['a.csv'])).toMatchObject({
      format: 'csv',
      encoding: undefined,
      quoting: 'double',
      rowNames: false,
      nullText: undefined,
      sentences: false,
      minScore: 0,
    });
  });

  it.each([
    ['a.csv.gz', 'csv'],
    ['a.tsv.gz', 'tsv'],
    ['a.jsonl.zst', 'ndjson'],
    ['a.gz', 'csv'],
    ['a.txt', 'csv'],
  ])('find the format by the suffix behind that of the compression: %s', (input, format) => {
    expect(parseClassifyOptions([input])?.format).toBe(format);
  });

  it('are read', () => {
    const args = ['--encoding', 'utf-16le', '--quoting', 'backslash', '--row-names', '--null', 'NA', '--sentences'];
    expect(parseClassifyOptions(['a.csv', ...args, '--min-score', '0.75'])).toMatchObject({
      encoding: 'utf-16le',
      quoting: 'backslash',
      rowNames: true,
      nullText: 'NA',
      sentences: true,
      minScore: 0.75,
    });
  });

  it('of a report are read', () => {
    const args = ['--output', 'b.csv', '--report', 'r.html', '--group-by', 'product', '--date-column', 'day'];
    expect(parseClassifyOptions(['a.csv', ...args])?.report).toEqual({
      path: 'r.html',
      groupBy: 'product',
      dateColumn: 'day',
      dateOrder: 'ymd',
    });
    expect(parseClassifyOptions(['a.csv'])?.report).toBeUndefined();
  });

  it.each([
    [['--encoding', 'utf16'], '--encoding must be one of utf-8, utf-16le, utf-16be, windows-1252'],
    [['--quoting', 'single'], '--quoting must be one of double, backslash, none'],
    [['--min-score', '75'], '--min-score must be a number from 0 to 1'],
    [['--min-score', ''], '--min-score must be a number from 0 to 1'],
    [['--report', 'r.html'], '--report needs --output, and no --shard'],
    [['--report', 'r.html', '--output', 'b.csv', '--shard', '0/2'], '--report needs --output, and no --shard'],
    [['--group-by', 'product', '--output', 'b.csv'], '--group-by needs --report'],
    [['--report', 'r.html', '--output', 'b.csv', '--date-order', 'dmy'], '--date-order needs --date-column'],
    [
      ['--report', 'r.html', '--output', 'b.csv', '--date-column', 'day', '--date-order', 'ydm'],
      '--date-order must be one of ymd, dmy, mdy',
    ],
    [['--output', 'b.csv.zst'], 'the output cannot be compressed by zstd: name it .gz, for gzip'],
  ])('refuse %j', (args, reason) => {
    expect(() => parseClassifyOptions(['a.csv', ...args])).toThrow(reason);
  });
});
