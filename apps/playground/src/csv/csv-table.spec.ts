import { describe, expect, it } from 'vitest';
import { getTexts, guessTextColumn, listColumnNames, MAX_ROWS, readCsvTable } from './csv-table.js';

const read = (text: string) => readCsvTable({ text, encoding: 'UTF-8', hasByteOrderMark: false });

describe('CSV table', () => {
  const table = read('id;review\n1;Good room\n2\n3;Bad;extra\n');

  it('has the columns of its longest row', () => {
    expect([table.columns, table.separator]).toEqual([3, ';']);
  });

  it('names the columns by the first row, and by their number without a name', () => {
    expect(listColumnNames(table, true)).toEqual(['id', 'review', 'Column 3']);
    expect(listColumnNames(table, false)).toEqual(['Column 1', 'Column 2', 'Column 3']);
  });

  it('gives the texts of a column, empty where a row is shorter', () => {
    expect(getTexts(table, 1, true)).toEqual(['Good room', '', 'Bad']);
    expect(getTexts(table, 1, false)).toEqual(['review', 'Good room', '', 'Bad']);
  });

  it('guesses that the column with the longest texts is the one to score', () => {
    expect(guessTextColumn(table)).toBe(1);
  });

  it('takes the largest number of rows below the names, and no row more', () => {
    expect(read(`text\n${'a\n'.repeat(MAX_ROWS)}`).rows).toHaveLength(MAX_ROWS + 1);
    expect(() => read(`text\n${'a\n'.repeat(MAX_ROWS + 1)}`)).toThrow(
      'The file has 10,002 rows. The page scores at most 10,000 rows of a file.',
    );
  });

  it.each(['', '\n\n'])('refuses a file without rows: %j', (text) => {
    expect(() => read(text)).toThrow('The file has no rows.');
  });
});
