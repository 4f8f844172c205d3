import { describe, expect, it } from 'vitest';
import { ErrorReasons } from './error-reasons.js';

describe('The reasons of errors', () => {
  it('are listed from the most frequent one, with their first rows', () => {
    const errors = new ErrorReasons();
    errors.add('empty', 3);
    errors.add('cells', 5);
    errors.add('cells', 9);
    expect(errors.list(5)).toEqual([
      { reason: 'cells', rows: 2, firstRow: 5 },
      { reason: 'empty', rows: 1, firstRow: 3 },
    ]);
  });

  it('count the refused sentences of a row as one row', () => {
    const errors = new ErrorReasons();
    for (const row of [1, 1, 1, 2]) errors.add('refused', row);
    errors.add('empty', 2);
    expect(errors.total).toBe(2);
    expect(errors.list(5)).toEqual([
      { reason: 'refused', rows: 2, firstRow: 1 },
      { reason: 'empty', rows: 1, firstRow: 2 },
    ]);
  });

  it('are put together past the number that is shown, and none is lost of 5,000', () => {
    const errors = new ErrorReasons();
    for (let row = 1; row <= 5_000; row++) errors.add(`reason ${row} ${'x'.repeat(1_000)}`, row);
    const listed = errors.list(20);
    expect(listed).toHaveLength(20);
    expect(listed.at(-1)?.reason).toBe('Other reasons');
    expect(listed.reduce((sum, { rows }) => sum + rows, 0)).toBe(5_000);
    expect(errors.total).toBe(5_000);
    expect(Math.max(...listed.map(({ reason }) => reason.length))).toBeLessThanOrEqual(300);
  });
});
