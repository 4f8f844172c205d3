import { describe, expect, it } from 'vitest';
import { CsvError } from './csv-error.js';
import { parseCsv } from './parse-csv.js';

describe('CSV parser', () => {
  it.each([
    ['LF', 'a,b\n1,2\n'],
    ['CR LF', 'a,b\r\n1,2\r\n'],
    ['CR', 'a,b\r1,2\r'],
    ['no line break at the end', 'a,b\n1,2'],
    ['blank lines', '\na,b\n\n1,2\n\n'],
  ])('reads rows with %s', (_, text) => {
    expect(parseCsv(text, ',')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it.each([
    ['a separator', '"a,b",c', [['a,b', 'c']]],
    ['a line break', '"a\r\nb",c\nd,e', [['a\r\nb', 'c'], ['d', 'e']]], // prettier-ignore
    ['a doubled quote', '"say ""hi""",c', [['say "hi"', 'c']]],
    ['nothing', '"",c', [['', 'c']]],
  ])('takes %s between quotes as text', (_, text, rows) => {
    expect(parseCsv(text, ',')).toEqual(rows);
  });

  it('takes a quote inside of a cell without quotes as text', () => {
    expect(parseCsv('5" disk,b', ',')).toEqual([['5" disk', 'b']]);
  });

  it('keeps empty cells and white space', () => {
    expect(parseCsv(',a , ,\n', ',')).toEqual([['', 'a ', ' ', '']]);
    expect(parseCsv('a,', ',')).toEqual([['a', '']]);
  });

  it.each([';', '\t'] as const)('splits at the separator %j alone', (separator) => {
    expect(parseCsv(`a,b${separator}c`, separator)).toEqual([['a,b', 'c']]);
  });

  it('takes each line as one cell without a separator', () => {
    expect(parseCsv('text\nGood, really; yes\n', undefined)).toEqual([['text'], ['Good, really; yes']]);
  });

  it('refuses a quote without an end, and names its line', () => {
    expect(() => parseCsv('a,b\n"c\n\nd",e\n"f,g\n', ',')).toThrow(new CsvError('Line 5 has a quote without an end.'));
  });

  it('refuses text after the end of a quote', () => {
    expect(() => parseCsv('a\n"b"c', ',')).toThrow('Line 2 has text after the end of a quote.');
  });
});
