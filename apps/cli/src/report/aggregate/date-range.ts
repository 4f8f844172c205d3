/**
 * Share of the rows at each end of the order of dates that may be set aside. A placeholder, such as 1900-01-01, is a small part of most
 * files.
 */
const MAX_OUTLIER_SHARE = 0.05;
/** In a smaller file, one row is more than such a share. */
const MIN_ROWS = 10;
/** A shorter gap never sets rows aside: it fits into a plot by day or week. */
const MIN_GAP_DAYS = 62;

/** Days since 1970-01-01, both included. */
export interface DateRange {
  readonly firstDay: number;
  readonly lastDay: number;
}

/**
 * Finds the days that a plot shows. The range begins as that of the rows from the 5 % to the 95 % quantile of dates. It then grows to each
 * next day that has rows, while the gap to that day is not longer than the range. So the sparse rows before many new ones are shown, and a
 * placeholder that lies decades away is not.
 *
 * @param rowsByDay the number of rows of each day since 1970-01-01; one day at least
 */
export function findDateRange(rowsByDay: ReadonlyMap<number, number>): DateRange {
  const days = [...rowsByDay.keys()].sort((one, other) => one - other);
  const last = days.length - 1;
  const rows = [...rowsByDay.values()].reduce((sum, count) => sum + count, 0);
  const setAside = rows < MIN_ROWS ? 0 : Math.ceil(MAX_OUTLIER_SHARE * rows);
  let from = findQuantile(days, setAside);
  let to = last - findQuantile([...days].reverse(), setAside);
  const getDay = (index: number) => days[index] ?? Number.NaN;
  const isNear = (gapDays: number) => gapDays <= Math.max(MIN_GAP_DAYS, getDay(to) - getDay(from));
  for (;;) {
    if (from > 0 && isNear(getDay(from) - getDay(from - 1))) from--;
    else if (to < last && isNear(getDay(to + 1) - getDay(to))) to++;
    else return { firstDay: getDay(from), lastDay: getDay(to) };
  }

  /** @returns the index of the day of the row after the first `skipped` ones */
  function findQuantile(ordered: readonly number[], skipped: number): number {
    let before = 0;
    return ordered.findIndex((day) => (before += rowsByDay.get(day) ?? 0) > skipped);
  }
}
