import { describe, expect, it } from 'vitest';
import { SentimentCounts } from './sentiment-counts.js';
import { chooseTimeUnit, toTimeBuckets } from './time-buckets.js';

const toDay = (date: string) => Date.parse(date) / 86_400_000;
const toDate = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

function countDays(dates: readonly string[]): Map<number, SentimentCounts> {
  const days = new Map<number, SentimentCounts>();
  for (const date of dates) {
    const counts = days.get(toDay(date)) ?? new SentimentCounts();
    counts.add('positive');
    days.set(toDay(date), counts);
  }
  return days;
}

describe('Buckets of time', () => {
  it.each([
    [1, 'day'],
    [62, 'day'],
    [63, 'week'],
    [400, 'week'],
    [401, 'month'],
    [1_830, 'month'],
    [1_831, 'quarter'],
    [5_480, 'quarter'],
    [5_481, 'year'],
    [22_280, 'year'],
    [22_281, 'decade'],
  ])('of a span of %i days have the unit %s', (days, unit) => {
    expect(chooseTimeUnit(days)).toBe(unit);
  });

  it.each([
    ['day', ['2025-01-05 1', '2025-01-06 2', '2025-02-01 1']],
    ['week', ['2024-12-30 1', '2025-01-06 2', '2025-01-27 1']],
    ['month', ['2025-01-01 3', '2025-02-01 1']],
    ['quarter', ['2025-01-01 4']],
    ['year', ['2025-01-01 4']],
    ['decade', ['2020-01-01 4']],
  ] as const)('begin with the first day of their %s, in the order of time', (unit, expected) => {
    const days = countDays(['2025-02-01', '2025-01-06', '2025-01-05', '2025-01-06']);
    const buckets = toTimeBuckets(days, unit);
    expect(buckets.map(({ startDay, counts }) => `${toDate(startDay)} ${counts.total}`)).toEqual(expected);
  });

  it('begin on Mondays before 1970 too', () => {
    const [bucket] = toTimeBuckets(countDays(['1969-12-28']), 'week');
    expect([bucket?.startDay, bucket?.endDay].map((day) => toDate(day ?? 0))).toEqual(['1969-12-22', '1969-12-29']);
  });

  it.each([
    ['month', '2024-12-10', '2024-12-01', '2025-01-01'],
    ['quarter', '2024-12-10', '2024-10-01', '2025-01-01'],
    ['quarter', '1969-02-10', '1969-01-01', '1969-04-01'],
    ['year', '2024-02-10', '2024-01-01', '2025-01-01'],
    ['decade', '1969-02-10', '1960-01-01', '1970-01-01'],
  ] as const)('end where the next %s begins: %s', (unit, date, start, end) => {
    const [bucket] = toTimeBuckets(countDays([date]), unit);
    expect([bucket?.startDay, bucket?.endDay].map((day) => toDate(day ?? 0))).toEqual([start, end]);
  });

  it.each([62, 400, 1_830, 5_480, 22_280, 73_049])(
    'are no more than a phone can show, whatever day a span of %i days begins with',
    (spanDays) => {
      for (const firstDay of [toDay('2000-01-01'), toDay('2000-12-31'), toDay('2001-02-28')]) {
        const days = Array.from({ length: spanDays }, (_, index) => [firstDay + index, new SentimentCounts()] as const);
        expect(toTimeBuckets(days, chooseTimeUnit(spanDays)).length).toBeLessThanOrEqual(63);
      }
    },
  );
});
