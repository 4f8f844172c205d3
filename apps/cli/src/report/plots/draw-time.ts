import { MS_PER_DAY, type TimeBucket } from '../aggregate/time-buckets.js';
import { formatTick } from '../format/format-number.js';
import type { Html } from '../format/html.js';
import type { AxisXOptions } from './plot-library.js';
import type { PlotSize, Plotter } from './plotter.js';
import { findColour } from './sentiment-colour.js';
import { toSegments } from './to-segments.js';

const SHARES_PX = { wide: 270, narrow: 220 };
const ROWS_PX = { wide: 96, narrow: 90 };
const MARGINS = { marginLeft: 56, marginRight: 14, marginTop: 10 };
const MAX_GAP_PX = 1.5;
const MAX_GAP_SHARE = 0.25;
const MIN_DAYS = 8;
const MAX_NAMED_DAYS = 145;
const DAY_NAMES = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' });

/** Draws the shares of the sentiments in each stretch of time. */
export function drawShares(
  plotter: Plotter,
  buckets: readonly TimeBucket[],
  sentiments: readonly string[],
  { widthPx, isNarrow }: PlotSize,
  description: string,
): Html {
  const { axisX, axisY, gridY, rectY, ruleY } = plotter.library;
  const segments = buckets.flatMap(({ counts, ...bucket }) =>
    toSegments(counts, sentiments).map((segment) => ({ ...segment, ...toSpan(bucket) })),
  );
  const insets = findInsets(buckets, widthPx);
  return plotter.draw(
    {
      width: widthPx,
      height: isNarrow ? SHARES_PX.narrow : SHARES_PX.wide,
      ...MARGINS,
      marginBottom: 36,
      x: { type: 'utc', domain: toDomain(buckets).map(toDate) },
      y: { domain: [0, 1] },
      marks: [
        gridY([0, 0.25, 0.5, 0.75, 1], { stroke: 'var(--grid)', strokeOpacity: 1 }),
        ...sentiments.map((sentiment) =>
          rectY(
            segments.filter((each) => each.sentiment === sentiment && each.to > each.from),
            {
              x1: 'start',
              x2: 'end',
              y1: 'from',
              y2: 'to',
              fill: `var(--${findColour(sentiment, sentiments)})`,
              ...insets,
              insetTop: 0.5,
            },
          ),
        ),
        ruleY([0], { stroke: 'var(--axis)' }),
        axisX({ ...chooseTicks(buckets, isNarrow), tickSize: 0, label: null }),
        axisY([0, 0.25, 0.5, 0.75, 1], {
          tickSize: 0,
          label: null,
          tickFormat: (share: number) => `${100 * share}\u00a0%`,
        }),
      ],
    },
    description,
  );
}

/** Draws the number of rows in each stretch of time. */
export function drawRows(
  plotter: Plotter,
  buckets: readonly TimeBucket[],
  { widthPx, isNarrow }: PlotSize,
  description: string,
): Html {
  const { axisY, gridY, rectY, ruleY } = plotter.library;
  const data = buckets.map(({ counts, ...bucket }) => ({ rows: counts.total, ...toSpan(bucket) }));
  const largest = Math.max(...data.map(({ rows }) => rows));
  const ticks = Math.min(2, largest);
  return plotter.draw(
    {
      width: widthPx,
      height: isNarrow ? ROWS_PX.narrow : ROWS_PX.wide,
      ...MARGINS,
      marginBottom: 8,
      x: { type: 'utc', domain: toDomain(buckets).map(toDate), axis: null },
      y: { domain: [0, largest] },
      marks: [
        gridY({ ticks, stroke: 'var(--grid)', strokeOpacity: 1 }),
        rectY(data, {
          x1: 'start',
          x2: 'end',
          y: 'rows',
          fill: 'var(--volume)',
          ...findInsets(buckets, widthPx),
        }),
        ruleY([0], { stroke: 'var(--axis)' }),
        axisY({ ticks, tickSize: 0, label: null, tickFormat: formatTick }),
      ],
    },
    description,
  );
}

function toSpan({ startDay, endDay }: Pick<TimeBucket, 'startDay' | 'endDay'>): { start: Date; end: Date } {
  return { start: toDate(startDay), end: toDate(endDay) };
}

/** Between two bars is a gap of at most a quarter of a bar with its gap: a fixed one would take all of a narrow bar. */
function findInsets(
  buckets: readonly TimeBucket[],
  widthPx: number,
): { readonly insetLeft: number; readonly insetRight: number } {
  const [start, end] = toDomain(buckets);
  const shortestDays = Math.min(...buckets.map(({ startDay, endDay }) => endDay - startDay));
  const barPx = ((widthPx - MARGINS.marginLeft - MARGINS.marginRight) * shortestDays) / (end - start);
  const inset = Math.min(MAX_GAP_PX, MAX_GAP_SHARE * barPx) / 2;
  return { insetLeft: inset, insetRight: inset };
}

/**
 * Few days do not fill the plot.
 *
 * @returns the first day, and the day after the last one
 */
function toDomain(buckets: readonly TimeBucket[]): [number, number] {
  const first = buckets[0]?.startDay ?? 0;
  return [first, Math.max(first + MIN_DAYS, buckets.at(-1)?.endDay ?? 0)];
}

/**
 * Days and weeks of a short time are named by their first days, below the middles of their bars: hours mean nothing. The usual names of such
 * a time would lack the year.
 */
function chooseTicks(buckets: readonly TimeBucket[], isNarrow: boolean): AxisXOptions {
  const [start, end] = toDomain(buckets);
  const [{ startDay, endDay } = { startDay: start, endDay: end }] = buckets;
  if (end - start > MAX_NAMED_DAYS) return { ticks: isNarrow ? 4 : 10 };
  const bucketDays = endDay - startDay;
  const step = bucketDays * Math.ceil((end - start) / bucketDays / (isNarrow ? 4 : 12));
  const days = Array.from({ length: Math.ceil((end - start) / step) }, (_, index) => start + index * step);
  return {
    ticks: days.map((day) => toDate(day + bucketDays / 2)),
    tickFormat: (_: Date, index: number) => nameDay(days[index] ?? start, days[index - 1]),
  };
}

/** @returns the day, and in a second line the year if the day before it has another one */
function nameDay(day: number, dayBefore: number | undefined): string {
  const year = toDate(day).getUTCFullYear();
  const name = DAY_NAMES.format(toDate(day));
  return dayBefore !== undefined && toDate(dayBefore).getUTCFullYear() === year ? name : `${name}\n${year}`;
}

function toDate(day: number): Date {
  return new Date(day * MS_PER_DAY);
}
