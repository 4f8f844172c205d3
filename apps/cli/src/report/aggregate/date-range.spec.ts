import { describe, expect, it } from 'vitest';
import { findDateRange } from './date-range.js';

const toDay = (date: string) => Date.parse(date) / 86_400_000;
const toDate = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

function findRange(rows: Readonly<Record<string, number>>): string[] {
  const { firstDay, lastDay } = findDateRange(
    new Map(Object.entries(rows).map(([date, count]) => [toDay(date), count])),
  );
  return [toDate(firstDay), toDate(lastDay)];
}

describe('The range of dates of a plot', () => {
  it('leaves out placeholders on both sides', () => {
    const dates = { '1900-01-01': 1, '1970-01-01': 1, '2024-03-01': 300, '2024-04-29': 300, '2099-12-31': 2 };
    expect(findRange(dates)).toEqual(['2024-03-01', '2024-04-29']);
  });

  it('leaves out one placeholder among few rows', () => {
    expect(findRange({ '1970-01-01': 1, '2024-03-01': 5, '2024-04-29': 5 })).toEqual(['2024-03-01', '2024-04-29']);
  });

  it('is that of all rows when there are very few', () => {
    expect(findRange({ '1970-01-01': 1, '2024-03-01': 4 })).toEqual(['1970-01-01', '2024-03-01']);
    expect(findRange({ '2024-03-01': 1 })).toEqual(['2024-03-01', '2024-03-01']);
  });

  it('has the sparse rows before many new ones', () => {
    const dates = { '2021-05-01': 1, '2022-10-01': 1, '2023-08-01': 1, '2024-03-01': 500, '2024-12-01': 500 };
    expect(findRange(dates)).toEqual(['2021-05-01', '2024-12-01']);
  });

  it('has a day that is two months from all others', () => {
    expect(findRange({ '2024-01-01': 1, '2024-03-01': 100 })).toEqual(['2024-01-01', '2024-03-01']);
    expect(findRange({ '2023-01-01': 1, '2024-03-01': 100 })).toEqual(['2024-03-01', '2024-03-01']);
  });

  it('has old dates that are more than a twentieth of the rows', () => {
    expect(findRange({ '1990-01-01': 10, '2024-03-01': 90 })).toEqual(['1990-01-01', '2024-03-01']);
  });
});
