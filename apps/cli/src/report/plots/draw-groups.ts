import { hasNet } from '../aggregate/net-sentiment.js';
import type { SentimentCounts } from '../aggregate/sentiment-counts.js';
import { formatCount, formatPoints, formatThings } from '../format/format-number.js';
import type { Html } from '../format/html.js';
import { fitText } from './fit-text.js';
import type { Markish } from './plot-library.js';
import { FONT_PX, type PlotSize, type Plotter } from './plotter.js';
import { findColour } from './sentiment-colour.js';
import { toSegments, type Segment } from './to-segments.js';

export interface GroupBar {
  readonly label: string;
  /** Whether it is no group of the file: rows without one, or all others together. */
  readonly isOfReport: boolean;
  readonly counts: SentimentCounts;
}

/** Lengths in pixels. Ends are right of the bar, and middles below that of the row. */
const WIDE = {
  headPx: 26,
  rowPx: 30,
  insetTop: 3,
  insetBottom: 3,
  marginLeft: 190,
  marginRight: 152,
  nameMiddlePx: 0,
  barMiddlePx: 0,
  textsEndPx: 80,
  netEndPx: 144,
};
/** The name and the number of texts stand above the bar. */
const NARROW = {
  headPx: 0,
  rowPx: 48,
  insetTop: 21,
  insetBottom: 4,
  marginLeft: 2,
  marginRight: 58,
  nameMiddlePx: -13,
  barMiddlePx: 8.5,
  textsEndPx: 56,
  netEndPx: 56,
};
const NARROW_TEXTS_PX = 140;
/** Narrower segments have no place for their share. */
const MIN_LABEL_PX = 36;

/** Draws a bar of shares for each group, with its rows and its net sentiment. */
export function drawGroups(
  plotter: Plotter,
  groups: readonly GroupBar[],
  { sentiments, noun }: { readonly sentiments: readonly string[]; readonly noun: string },
  { widthPx, isNarrow }: PlotSize,
  description: string,
): Html {
  const { barX, text } = plotter.library;
  const layout = isNarrow ? NARROW : WIDE;
  const { marginLeft, marginRight, barMiddlePx } = layout;
  const barPx = widthPx - marginLeft - marginRight;
  const showsNet = hasNet(sentiments);
  const segments = groups.flatMap(({ counts }, row) =>
    toSegments(counts, sentiments).map((each) => ({ ...each, row })),
  );
  const rows = { y: (_: unknown, row: number) => row };
  const figures = { ...rows, x: 1, textAnchor: 'end' } as const;
  return plotter.draw(
    {
      width: widthPx,
      height: groups.length * layout.rowPx + layout.headPx,
      marginTop: layout.headPx,
      marginBottom: 0,
      marginLeft,
      marginRight,
      x: { axis: null, domain: [0, 1] },
      y: { axis: null, domain: groups.map((_, row) => row), padding: 0 },
      marks: [
        ...sentiments.map((sentiment) =>
          barX(
            segments.filter((each) => each.sentiment === sentiment && each.to > each.from),
            {
              x1: 'from',
              x2: 'to',
              y: 'row',
              fill: `var(--${findColour(sentiment, sentiments)})`,
              insetRight: 1,
              insetTop: layout.insetTop,
              insetBottom: layout.insetBottom,
            },
          ),
        ),
        ...sentiments.map((sentiment) =>
          text(
            segments.filter((each) => each.sentiment === sentiment && (each.to - each.from) * barPx >= MIN_LABEL_PX),
            {
              x: ({ from, to }: Segment) => (from + to) / 2,
              y: 'row',
              text: ({ from, to }: Segment) => `${Math.round(100 * (to - from))}\u00a0%`,
              fill: `var(--on-${findColour(sentiment, sentiments)})`,
              fontSize: FONT_PX - 1,
              dy: barMiddlePx,
            },
          ),
        ),
        ...[false, true].map((isOfReport) =>
          text(groups, {
            ...rows,
            x: 0,
            filter: (group: GroupBar) => group.isOfReport === isOfReport,
            text: ({ label }: GroupBar) =>
              fitText(label, isNarrow ? widthPx - NARROW_TEXTS_PX : marginLeft - 16, FONT_PX),
            textAnchor: isNarrow ? 'start' : 'end',
            dx: isNarrow ? 0 : -12,
            dy: layout.nameMiddlePx,
            ...(isOfReport && { fontStyle: 'italic' }),
          }),
        ),
        text(groups, {
          ...figures,
          text: ({ counts: { total } }: GroupBar) => (isNarrow ? formatThings(total, noun) : formatCount(total)),
          dx: layout.textsEndPx,
          dy: layout.nameMiddlePx,
          ...(isNarrow && { fill: 'var(--muted)' }),
        }),
        ...(showsNet
          ? [
              text(groups, {
                ...figures,
                text: ({ counts }: GroupBar) => formatPoints(counts.netSentiment),
                dx: layout.netEndPx,
                dy: barMiddlePx,
                fontWeight: 600,
              }),
            ]
          : []),
        ...(isNarrow
          ? []
          : [drawHead(`${noun}s`, layout.textsEndPx), ...(showsNet ? [drawHead('net', layout.netEndPx)] : [])]),
      ],
    },
    description,
  );

  function drawHead(label: string, endPx: number): Markish {
    return text([label], {
      frameAnchor: 'top-right',
      text: (each: string) => each,
      textAnchor: 'end',
      dx: endPx,
      dy: -20,
      fill: 'var(--muted)',
    });
  }
}
