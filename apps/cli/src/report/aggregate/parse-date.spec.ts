import { describe, expect, it } from 'vitest';
import { parseDate } from './parse-date.js';

const toText = (day: number | string) =>
  typeof day === 'string' ? day : new Date(day * 86_400_000).toISOString().slice(0, 10);

describe('A date', () => {
  it.each([
    ['2024-03-04', '2024-03-04'],
    ['2024/03/04', '2024-03-04'],
    [' 2024-02-29 ', '2024-02-29'],
    ['2024-03-04T23:59:59.123Z', '2024-03-04'],
    ['2024-03-04T23:30:00-08:00', '2024-03-04'],
    ['2024-03-04 5:06 PM', '2024-03-04'],
    ['2024/03/04 17:06:09 UTC', '2024-03-04'],
    ['2023-02-29', 'unreadable'],
    ['2024-13-01', 'unreadable'],
    ['2024-3-4', 'unreadable'],
    ['2024-03/04', 'unreadable'],
    ['20240304', 'unreadable'],
    ['2024-03-04x', 'unreadable'],
    ['yesterday', 'unreadable'],
    ['45000', 'unreadable'],
    ['', 'missing'],
    ['  ', 'missing'],
    ['0001-01-01', 'out of range'],
    ['9999-12-31', 'out of range'],
    ['03/04/2024', 'ambiguous'],
    ['13/04/2024', 'ambiguous'],
    ['3.4.2024', 'ambiguous'],
  ])('with the year first is read: %j is %s', (cell, expected) => {
    expect(toText(parseDate(cell, 'ymd'))).toBe(expected);
  });

  it.each([
    ['dmy', '03/04/2024', '2024-04-03'],
    ['mdy', '03/04/2024', '2024-03-04'],
    ['dmy', '3.4.2024 10:00', '2024-04-03'],
    ['mdy', '12-31-2024', '2024-12-31'],
    ['mdy', '31-12-2024', 'unreadable'],
    ['dmy', '2024-03-04', '2024-03-04'],
  ] as const)('with the order %s is read: %s is %s', (order, cell, expected) => {
    expect(toText(parseDate(cell, order))).toBe(expected);
  });
});
