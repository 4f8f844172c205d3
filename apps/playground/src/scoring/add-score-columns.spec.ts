import { describe, expect, it } from 'vitest';
import type { CsvTable } from '../csv/csv-table.js';
import { addScoreColumns } from './add-score-columns.js';

const makeTable = (rows: string[][], columns: number): CsvTable => ({
  rows,
  columns,
  separator: ',',
  hasByteOrderMark: false,
});
const POSITIVE = { label: 'POSITIVE', score: 0.98765432 };

describe('Score columns', () => {
  it('follow the columns of the file, also where a row is shorter', () => {
    const table = makeTable([['id', 'text'], ['1'], ['2', 'b']], 2);
    expect(addScoreColumns(table, true, [POSITIVE, undefined])).toEqual([
      ['id', 'text', 'label', 'score'],
      ['1', '', 'POSITIVE', '0.987654'],
      ['2', 'b', '', ''],
    ]);
  });

  it('have no names where the file has none', () => {
    expect(addScoreColumns(makeTable([['a']], 1), false, [POSITIVE])).toEqual([['a', 'POSITIVE', '0.987654']]);
  });

  it('have names that the file does not use', () => {
    const table = makeTable([['label', 'score', 'score_2']], 3);
    expect(addScoreColumns(table, true, [])[0]?.slice(3)).toEqual(['label_2', 'score_3']);
  });

  it('include the reason where the service refused a text', () => {
    const table = makeTable([['text'], ['a'], ['b']], 1);
    expect(addScoreColumns(table, true, [POSITIVE, { error: 'Refused.' }])).toEqual([
      ['text', 'label', 'score', 'error'],
      ['a', 'POSITIVE', '0.987654', ''],
      ['b', '', '', 'Refused.'],
    ]);
  });
});
