import type { DateOrder } from '../../classify/report-options.js';
import { copyStart } from './copy-start.js';
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

export interface TimeCourse {
  readonly unit: TimeUnit;
  /** In the order of time. */
  readonly buckets: readonly TimeBucket[];
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
    let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const day of this.days.keys()) [first, last] = [Math.min(first, day), Math.max(last, day)];
    const unit = chooseTimeUnit(last - first + 1);
    return { unit, buckets: toTimeBuckets(this.days, unit), faults: this.faults };
  }
}
