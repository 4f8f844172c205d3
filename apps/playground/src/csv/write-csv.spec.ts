import { describe, expect, it } from 'vitest';
import { parseCsv } from './parse-csv.js';
import { writeCsv } from './write-csv.js';

describe('CSV writer', () => {
  it('ends each row with CR LF', () => {
    expect(writeCsv([['a', 'b'], ['c', '']], ';')).toBe('a;b\r\nc;\r\n'); // prettier-ignore
  });

  it.each([
    ['the separator', 'a,b', '"a,b"'],
    ['a quote', 'say "hi"', '"say ""hi"""'],
    ['a line break', 'a\nb', '"a\nb"'],
    ['white space at an end', ' a', '" a"'],
  ])('quotes a cell with %s', (_, cell, written) => {
    expect(writeCsv([[cell]], ',')).toBe(`${written}\r\n`);
  });

  it('does not quote a cell with another separator', () => {
    expect(writeCsv([['a,b']], ';')).toBe('a,b\r\n');
  });

  it.each(['=1+1', '+1', '-5', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("http://a","b")'])(
    'puts an apostrophe before the formula %j',
    (cell) => {
      expect(parseCsv(writeCsv([['a', cell]], ','), ',')).toEqual([['a', `'${cell}`]]);
    },
  );

  it.each(['5', 'a=b', "it's", '', '1-2'])('leaves %j alone', (cell) => {
    expect(writeCsv([['a', cell]], ',')).toBe(`a,${cell}\r\n`);
  });

  it('writes rows that the parser reads back', () => {
    const rows = [
      ['id', 'text', ''],
      ['1', 'He said "no, never";\r\nthen\tleft.', ' '],
      ['', '"', ',;'],
    ];
    for (const separator of [',', ';', '\t'] as const) {
      expect(parseCsv(writeCsv(rows, separator), separator)).toEqual(rows);
    }
  });
});
