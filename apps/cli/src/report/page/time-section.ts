import type { DateOrder, ReportOptions } from '../../classify/report-options.js';
import type { TimeCourse } from '../aggregate/date-counts.js';
import { hasNet } from '../aggregate/net-sentiment.js';
import { FIRST_YEAR, LAST_YEAR, type DateFault } from '../aggregate/parse-date.js';
import type { ReportData } from '../aggregate/report-data.js';
import type { TimeBucket, TimeUnit } from '../aggregate/time-buckets.js';
import { MS_PER_DAY } from '../aggregate/time-buckets.js';
import { toDisplayText } from '../format/display-text.js';
import { formatCount, formatShare } from '../format/format-number.js';
import { html } from '../format/html.js';
import { drawRows, drawShares } from '../plots/draw-time.js';
import type { Plotter } from '../plots/plotter.js';
import { listFigures } from './group-section.js';
import type { PlotSection } from './render-plot-section.js';
import { numberColumn, textColumn } from './render-table.js';
import { nameSentiment } from './sentiment-names.js';

const MAX_CELL_CHARS = 40;
const STARTS: Readonly<Record<TimeUnit, string>> = {
  day: 'Day',
  week: 'Week from Monday',
  month: 'Month',
  year: 'Year',
};
const ISO_LENGTHS: Readonly<Record<TimeUnit, number>> = { day: 10, week: 10, month: 7, year: 4 };
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
  { sentiments }: ReportData,
  { unit, buckets, faults }: TimeCourse,
  { dateColumn, dateOrder }: DateOptions,
  plotter: Plotter,
): PlotSection {
  const column = toDisplayText(dateColumn, MAX_CELL_CHARS);
  return {
    id: 'time',
    title: 'Sentiment over time',
    introduction: `Shares of the sentiments by ${unit}, by the dates of “${column}”, and the number of texts below.`,
    isHalf: false,
    legend: sentiments,
    notes: [...faults].map(([fault, { rows, first }]) => {
      const example = fault === 'missing' ? '' : `, “${toDisplayText(first.cell, MAX_CELL_CHARS)}”`;
      return `Not shown: ${formatCount(rows)} ${rows === 1 ? 'text has' : 'texts have'} ${nameFault(fault, dateOrder)}; first in row ${formatCount(first.number)}${example}.`;
    }),
    table: {
      caption: `Texts by ${unit} of ${column}`,
      columns: [
        textColumn(STARTS[unit]),
        numberColumn('Texts'),
        ...sentiments.flatMap((name) => [numberColumn(nameSentiment(name)), numberColumn('Share')]),
        ...(hasNet(sentiments) ? [numberColumn('Net')] : []),
      ],
      rows: buckets.map(({ startDay, counts }) => [
        formatDay(startDay, unit),
        formatCount(counts.total),
        ...listFigures(counts, sentiments),
      ]),
    },
    draw: (size) => {
      if (buckets.length === 0) return [html`<p class="empty">No text has a date that can be read.</p>`];
      return [
        drawShares(plotter, buckets, sentiments, size, describe(buckets, unit, sentiments)),
        drawRows(plotter, buckets, size, describeRows(buckets, unit)),
      ];
    },
  };
}

function nameFault(fault: DateFault, order: DateOrder): string {
  if (fault !== 'unreadable') return FAULTS[fault];
  return `a date that cannot be read (taken: YYYY-MM-DD and YYYY/MM/DD${YEAR_LAST_FORMATS[order]}; a time may follow)`;
}

function formatDay(day: number, unit: TimeUnit): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, ISO_LENGTHS[unit]);
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

function describeRows(buckets: readonly TimeBucket[], unit: TimeUnit): string {
  const totals = buckets.map(({ counts }) => counts.total);
  return `Number of texts by ${unit}, from ${formatCount(Math.min(...totals))} to ${formatCount(Math.max(...totals))}.`;
}
