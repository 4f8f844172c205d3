import type { DateOrder } from '../../classify/report-options.js';
import { MS_PER_DAY } from './time-buckets.js';

/** Years past these are placeholders, such as 0001 and 9999, or mistakes. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2099;

const TIME = String.raw`(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[AaPp][Mm])?(?: ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?))?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/])(\d{2})\2(\d{2})${TIME}$`);
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${TIME}$`);

/** Why a cell has no date. */
export type DateFault = 'missing' | 'unreadable' | 'ambiguous' | 'out of range';

/**
 * Reads the day of a date: `YYYY-MM-DD` or `YYYY/MM/DD`, and with an order of `dmy` or `mdy` also `DD/MM/YYYY` or `MM/DD/YYYY`, with `/`, `-` or
 * `.`. A time may follow. The day is the one that is written: a time zone changes nothing.
 *
 * @returns days since 1970-01-01, or why there is no day
 */
export function parseDate(cell: string, order: DateOrder): number | DateFault {
  const text = cell.trim();
  if (text === '') return 'missing';
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return toDay(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4]));
  const yearLast = YEAR_LAST.exec(text);
  if (!yearLast) return 'unreadable';
  if (order === 'ymd') return 'ambiguous';
  const [first, second, year] = [Number(yearLast[1]), Number(yearLast[3]), Number(yearLast[4])];
  return order === 'dmy' ? toDay(year, second, first) : toDay(year, first, second);
}

function toDay(year: number, month: number, day: number): number | DateFault {
  const date = new Date(Date.UTC(year, month - 1, day));
  // The years 0 to 99 become others in a Date, but are out of range anyway.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return 'unreadable';
  if (year < FIRST_YEAR || year > LAST_YEAR) return 'out of range';
  return date.getTime() / MS_PER_DAY;
}
