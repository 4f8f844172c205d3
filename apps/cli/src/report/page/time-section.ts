import type { DateOrder, ReportOptions } from '../../classify/report-options.js';
import type { OutlyingDates, TimeCourse } from '../aggregate/date-counts.js';
import type { DateRange } from '../aggregate/date-range.js';
import { hasNet } from '../aggregate/net-sentiment.js';
import { FIRST_YEAR, LAST_YEAR, type DateFault } from '../aggregate/parse-date.js';
import type { ReportData } from '../aggregate/report-data.js';
import type { SentimentCounts } from '../aggregate/sentiment-counts.js';
import type { TimeBucket, TimeUnit } from '../aggregate/time-buckets.js';
import { MS_PER_DAY } from '../aggregate/time-buckets.js';
import { toDisplayText } from '../format/display-text.js';
import { formatCount, formatShare, formatThings } from '../format/format-number.js';
import { html } from '../format/html.js';
import { drawRows, drawShares } from '../plots/draw-time.js';
import type { Plotter } from '../plots/plotter.js';
import { findNoun, toTitle, type ClassifiedNoun } from './classified-noun.js';
import { listFigures } from './group-section.js';
import type { PlotSection } from './render-plot-section.js';
import { numberColumn, textColumn } from './render-table.js';
import { nameSentiment } from './sentiment-names.js';

const MAX_CELL_CHARS = 40;
const STARTS: Readonly<Record<TimeUnit, string>> = {
  day: 'Day',
  week: 'Week from Monday',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
  decade: 'Decade',
};
const ISO_LENGTHS: Readonly<Record<Exclude<TimeUnit, 'quarter' | 'decade'>, number>> = {
  day: 10,
  week: 10,
  month: 7,
  year: 4,
};
const FAULTS: Readonly<Record<Exclude<DateFault, 'unreadable'>, string>> = {
  missing: 'no date',
  ambiguous: 'a date whose day and month cannot be told apart (--date-order dmy or mdy tells)',
  'out of range': `a year before ${FIRST_YEAR} or after ${LAST_YEAR}`,
};

/** Dates that are taken beside those with the year first. */
const YEAR_LAST_FORMATS: Readonly<Record<DateOrder, string>> = {
  ymd: '',
  dmy: ', and DD/MM/YYYY also with - or .',
  mdy: ', and MM/DD/YYYY also with - or .',
};

/** The column of dates. */
export interface DateOptions extends Pick<ReportOptions, 'dateOrder'> {
  readonly dateColumn: string;
}

/** How the sentiment changes over time. */
export function createTimeSection(
  { sentiments, hasSentences }: ReportData,
  { unit, buckets, earlier, later, faults }: TimeCourse,
  { dateColumn, dateOrder }: DateOptions,
  plotter: Plotter,
): PlotSection {
  const column = toDisplayText(dateColumn, MAX_CELL_CHARS);
  const noun = findNoun({ hasSentences });
  const toRow = (name: string, counts: SentimentCounts) => [
    name,
    formatCount(counts.total),
    ...listFigures(counts, sentiments),
  ];
  const toOutlyingRow = (dates: OutlyingDates) => toRow(`${formatSpan(dates)}, not in the plot`, dates.counts);
  return {
    id: 'time',
    title: 'Sentiment over time',
    introduction: `Shares of the sentiments by ${unit}${describeRange(buckets)}, by the dates of “${column}”, and the number of ${noun}s below.`,
    isHalf: false,
    legend: sentiments,
    notes: [
      ...(earlier ? [describeOutlying(earlier, 'before', noun)] : []),
      ...(later ? [describeOutlying(later, 'after', noun)] : []),
      ...[...faults].map(([fault, { rows, first }]) => {
        const example = fault === 'missing' ? '' : `, “${toDisplayText(first.cell, MAX_CELL_CHARS)}”`;
        return `Not shown: ${countHaving(rows, noun)} ${nameFault(fault, dateOrder)}; first in row ${formatCount(first.number)}${example}.`;
      }),
    ],
    table: {
      caption: `${toTitle(noun)} by ${unit} of ${column}`,
      columns: [
        textColumn(STARTS[unit]),
        numberColumn(toTitle(noun)),
        ...sentiments.flatMap((name) => [numberColumn(nameSentiment(name)), numberColumn('Share')]),
        ...(hasNet(sentiments) ? [numberColumn('Net')] : []),
      ],
      rows: [
        ...(earlier ? [toOutlyingRow(earlier)] : []),
        ...buckets.map(({ startDay, counts }) => toRow(formatDay(startDay, unit), counts)),
        ...(later ? [toOutlyingRow(later)] : []),
      ],
    },
    draw: (size) => {
      if (buckets.length === 0) return [html`<p class="empty">No ${noun} has a date that can be read.</p>`];
      return [
        drawShares(plotter, buckets, sentiments, size, describe(buckets, unit, sentiments)),
        drawRows(plotter, buckets, size, describeRows(buckets, unit, noun)),
      ];
    },
  };
}

function nameFault(fault: DateFault, order: DateOrder): string {
  if (fault !== 'unreadable') return FAULTS[fault];
  return `a date that cannot be read (taken: YYYY-MM-DD and YYYY/MM/DD${YEAR_LAST_FORMATS[order]}; a time may follow)`;
}

function formatDay(day: number, unit: TimeUnit): string {
  const date = new Date(day * MS_PER_DAY);
  if (unit === 'quarter') return `${date.getUTCFullYear()} Q${1 + Math.floor(date.getUTCMonth() / 3)}`;
  if (unit === 'decade') return `${date.getUTCFullYear()}s`;
  return date.toISOString().slice(0, ISO_LENGTHS[unit]);
}

/** Ticks of an axis leave out what they have in common, such as the year. */
function describeRange(buckets: readonly TimeBucket[]): string {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (!first || !last) return '';
  return ` from ${formatDay(first.startDay, 'day')} to ${formatDay(last.endDay - 1, 'day')}`;
}

function formatSpan({ firstDay, lastDay }: DateRange): string {
  const [first, last] = [formatDay(firstDay, 'day'), formatDay(lastDay, 'day')];
  return first === last ? first : `${first} to ${last}`;
}

function describeOutlying(dates: OutlyingDates, place: 'before' | 'after', noun: ClassifiedNoun): string {
  const span = dates.firstDay === dates.lastDay ? `the date ${formatSpan(dates)}` : `dates from ${formatSpan(dates)}`;
  return `Outside of the plot: ${countHaving(dates.counts.total, noun)} ${span}, long ${place} the others.`;
}

/** @returns for example `1 text has` or `2 texts have` */
function countHaving(count: number, noun: ClassifiedNoun): string {
  return `${formatThings(count, noun)} ${count === 1 ? 'has' : 'have'}`;
}

function describe(buckets: readonly TimeBucket[], unit: TimeUnit, sentiments: readonly string[]): string {
  const describeBucket = (bucket: TimeBucket | undefined) =>
    bucket &&
    `${formatDay(bucket.startDay, unit)}: ${sentiments
      .map((name) => `${nameSentiment(name)} ${formatShare(bucket.counts.getShare(name))}`)
      .join(', ')}`;
  const [first, last] = [describeBucket(buckets[0]), describeBucket(buckets.at(-1))];
  return `Shares of the sentiments by ${unit}. First ${first}. Last ${last}.`;
}

function describeRows(buckets: readonly TimeBucket[], unit: TimeUnit, noun: ClassifiedNoun): string {
  const totals = buckets.map(({ counts }) => counts.total);
  return `Number of ${noun}s by ${unit}, from ${formatCount(Math.min(...totals))} to ${formatCount(Math.max(...totals))}.`;
}
