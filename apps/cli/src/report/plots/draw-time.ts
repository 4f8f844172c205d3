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
const GAP_PX = 1.5;
const MIN_DAYS = 8;
const MAX_NAMED_DAYS = 12;
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
  return plotter.draw(
    {
      width: widthPx,
      height: isNarrow ? SHARES_PX.narrow : SHARES_PX.wide,
      ...MARGINS,
      marginBottom: 36,
      x: { type: 'utc', domain: toDomain(buckets) },
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
              insetLeft: GAP_PX / 2,
              insetRight: GAP_PX / 2,
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
      x: { type: 'utc', domain: toDomain(buckets), axis: null },
      y: { domain: [0, largest] },
      marks: [
        gridY({ ticks, stroke: 'var(--grid)', strokeOpacity: 1 }),
        rectY(data, {
          x1: 'start',
          x2: 'end',
          y: 'rows',
          fill: 'var(--volume)',
          insetLeft: GAP_PX / 2,
          insetRight: GAP_PX / 2,
        }),
        ruleY([0], { stroke: 'var(--axis)' }),
        axisY({ ticks, tickSize: 0, label: null, tickFormat: formatTick }),
      ],
    },
    description,
  );
}

function toSpan({ startDay, endDay }: Pick<TimeBucket, 'startDay' | 'endDay'>): { start: Date; end: Date } {
  return { start: new Date(startDay * MS_PER_DAY), end: new Date(endDay * MS_PER_DAY) };
}

/** Few days do not fill the plot. */
function toDomain(buckets: readonly TimeBucket[]): Date[] {
  const first = buckets[0]?.startDay ?? 0;
  const end = Math.max(first + MIN_DAYS, buckets.at(-1)?.endDay ?? 0);
  return [new Date(first * MS_PER_DAY), new Date(end * MS_PER_DAY)];
}

/** Some days are named one by one, below the middles of their bars: hours mean nothing. */
function chooseTicks(buckets: readonly TimeBucket[], isNarrow: boolean): AxisXOptions {
  const [start, end] = toDomain(buckets).map((date) => date.getTime() / MS_PER_DAY) as [number, number];
  if (end - start > MAX_NAMED_DAYS) return { ticks: isNarrow ? 4 : 10 };
  const step = isNarrow ? 3 : 1;
  const days = Array.from({ length: Math.ceil((end - start) / step) }, (_, index) => start + index * step);
  return {
    ticks: days.map((day) => new Date((day + 0.5) * MS_PER_DAY)),
    tickFormat: (date: Date) => DAY_NAMES.format(date),
  };
}
