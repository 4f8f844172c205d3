import type { DateOrder } from '../../classify/report-options.js';
import { copyStart } from './copy-start.js';
import { findDateRange, type DateRange } from './date-range.js';
import { parseDate, type DateFault } from './parse-date.js';
import { SentimentCounts } from './sentiment-counts.js';
import { chooseTimeUnit, toTimeBuckets, type TimeBucket, type TimeUnit } from './time-buckets.js';

/** More than are shown. */
const MAX_CELL_CHARS = 1_000;

/** A cell without a date. */
export interface FaultyDate {
  /** Its start, if it is long. */
  readonly cell: string;
  readonly number: number;
}

/** Rows whose dates lie far from those of all others. */
export interface OutlyingDates extends DateRange {
  readonly counts: SentimentCounts;
}

export interface TimeCourse {
  readonly unit: TimeUnit;
  /** In the order of time, without outlying dates. */
  readonly buckets: readonly TimeBucket[];
  /** Before the buckets; undefined when there is none. */
  readonly earlier: OutlyingDates | undefined;
  /** After the buckets; undefined when there is none. */
  readonly later: OutlyingDates | undefined;
  readonly faults: ReadonlyMap<DateFault, { readonly rows: number; readonly first: FaultyDate }>;
}

/** Counts sentiments by day. There are at most 73,049 days between the years that are accepted. */
export class DateCounts {
  private readonly days = new Map<number, SentimentCounts>();
  private readonly faults = new Map<DateFault, { rows: number; readonly first: FaultyDate }>();

  constructor(private readonly order: DateOrder) {}

  /** @param number of the row */
  add(cell: string, number: number, sentiment: string): void {
    const day = parseDate(cell, this.order);
    if (typeof day === 'string') {
      const fault = this.faults.get(day) ?? { rows: 0, first: { cell: copyStart(cell, MAX_CELL_CHARS), number } };
      fault.rows++;
      this.faults.set(day, fault);
      return;
    }
    const counts = this.days.get(day) ?? new SentimentCounts();
    counts.add(sentiment);
    this.days.set(day, counts);
  }

  summarize(): TimeCourse {
    if (this.days.size === 0) {
      return { unit: 'day', buckets: [], earlier: undefined, later: undefined, faults: this.faults };
    }
    const { firstDay, lastDay } = findDateRange(new Map([...this.days].map(([day, { total }]) => [day, total])));
    const unit = chooseTimeUnit(lastDay - firstDay + 1);
    const select = (isSelected: (day: number) => boolean) => [...this.days].filter(([day]) => isSelected(day));
    return {
      unit,
      buckets: toTimeBuckets(
        select((day) => day >= firstDay && day <= lastDay),
        unit,
      ),
      earlier: putTogether(select((day) => day < firstDay)),
      later: putTogether(select((day) => day > lastDay)),
      faults: this.faults,
    };
  }
}

function putTogether(days: readonly (readonly [number, SentimentCounts])[]): OutlyingDates | undefined {
  if (days.length === 0) return undefined;
  const counts = new SentimentCounts();
  for (const [, each] of days) counts.addAll(each);
  const ordered = days.map(([day]) => day).sort((one, other) => one - other);
  return { firstDay: ordered[0] ?? Number.NaN, lastDay: ordered.at(-1) ?? Number.NaN, counts };
}
