import { SentimentCounts } from './sentiment-counts.js';

export type TimeUnit = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'decade';

export interface TimeBucket {
  /** First day, in days since 1970-01-01. */
  readonly startDay: number;
  /** The day after the last one. */
  readonly endDay: number;
  readonly counts: SentimentCounts;
}

export const MS_PER_DAY = 86_400_000;
const DAYS_PER_WEEK = 7;
/** 1970-01-01 was a Thursday, and weeks begin on Monday. */
const FIRST_MONDAY = 4;
/**
 * Longest spans, in days, that are shown by each unit. A plot on a phone is 270 pixels wide: each span has at most 63 buckets, so that a bar
 * has 3 pixels at least.
 */
const MAX_SPAN_DAYS: readonly (readonly [TimeUnit, number])[] = [
  ['day', 62],
  ['week', 400],
  ['month', 1_830],
  ['quarter', 5_480],
  ['year', 22_280],
];
const MONTHS: Readonly<Record<Exclude<TimeUnit, 'day' | 'week'>, number>> = {
  month: 1,
  quarter: 3,
  year: 12,
  decade: 120,
};

/** @param spanDays from the first day to the last one, both included */
export function chooseTimeUnit(spanDays: number): TimeUnit {
  return MAX_SPAN_DAYS.find(([, most]) => spanDays <= most)?.[0] ?? 'decade';
}

/**
 * Puts days together. Buckets without rows between others are left out.
 *
 * @param days counts by days since 1970-01-01
 * @returns the buckets in the order of time
 */
export function toTimeBuckets(days: Iterable<readonly [number, SentimentCounts]>, unit: TimeUnit): TimeBucket[] {
  const buckets = new Map<number, SentimentCounts>();
  for (const [day, counts] of days) {
    const start = findStart(day, unit);
    const bucket = buckets.get(start) ?? new SentimentCounts();
    bucket.addAll(counts);
    buckets.set(start, bucket);
  }
  return [...buckets]
    .sort(([one], [other]) => one - other)
    .map(([startDay, counts]) => ({ startDay, endDay: findEnd(startDay, unit), counts }));
}

/** @returns the first day of the bucket of a day */
function findStart(day: number, unit: TimeUnit): number {
  if (unit === 'day') return day;
  if (unit === 'week') return day - ((((day - FIRST_MONDAY) % DAYS_PER_WEEK) + DAYS_PER_WEEK) % DAYS_PER_WEEK);
  const date = new Date(day * MS_PER_DAY);
  const month = 12 * date.getUTCFullYear() + date.getUTCMonth();
  return toDay(month - (month % MONTHS[unit]));
}

function findEnd(startDay: number, unit: TimeUnit): number {
  if (unit === 'day') return startDay + 1;
  if (unit === 'week') return startDay + DAYS_PER_WEEK;
  const date = new Date(startDay * MS_PER_DAY);
  return toDay(12 * date.getUTCFullYear() + date.getUTCMonth() + MONTHS[unit]);
}

/** @param month since the year 0 */
function toDay(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12) / MS_PER_DAY;
}
