import type { ScoreBins } from '../aggregate/report-data.js';
import type { Html } from '../format/html.js';
import { formatTick } from '../format/format-number.js';
import { findColour } from './sentiment-colour.js';
import { fitText } from './fit-text.js';
import { FONT_PX, type PlotSize, type Plotter } from './plotter.js';

interface Bin {
  readonly sentiment: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const WIDE_HEIGHT_PX = 214;
const NARROW_FACET_PX = 120;
const MAX_COLUMNS = 5;
/** The axis names two digits of scores, which differ in such a range. */
const MAX_DOMAIN_START = 0.9;

/**
 * Draws a histogram of the scores for each sentiment, all with the same scales: beside each other in a wide plot, and below each other in a
 * narrow one.
 *
 * @param sentiments in the order of the histograms
 */
export function drawScores(
  plotter: Plotter,
  {
    bins,
    sentiments,
    colours,
    names,
  }: {
    readonly bins: ScoreBins;
    readonly sentiments: readonly string[];
    /** All sentiments of the report, which decide about the colours. */
    readonly colours: readonly string[];
    readonly names: ReadonlyMap<string, string>;
  },
  { widthPx, isNarrow }: PlotSize,
  description: string,
): Html {
  const { axisX, axisY, gridY, rectY, ruleY, text } = plotter.library;
  const isColumn = isNarrow || sentiments.length > MAX_COLUMNS;
  const facet = isColumn ? 'fy' : 'fx';
  const data = sentiments.flatMap((sentiment) => toBins(sentiment, bins));
  const largest = Math.max(1, ...data.map(({ count }) => count));
  const ticks = Math.min(3, largest);
  return plotter.draw(
    {
      width: widthPx,
      height: isColumn ? NARROW_FACET_PX * sentiments.length + 24 : WIDE_HEIGHT_PX,
      marginLeft: 52,
      marginRight: 12,
      marginTop: isColumn ? 8 : 28,
      marginBottom: 24,
      x: { domain: [Math.min(bins.from, MAX_DOMAIN_START), 1] },
      y: { domain: [0, largest] },
      [facet]: { axis: null, domain: sentiments, padding: isColumn ? 0.28 : 0.14 },
      marks: [
        gridY({ ticks, stroke: 'var(--grid)', strokeOpacity: 1 }),
        ...sentiments.map((sentiment) =>
          rectY(
            data.filter((bin) => bin.sentiment === sentiment),
            {
              x1: 'from',
              x2: 'to',
              y: 'count',
              fill: `var(--${findColour(sentiment, colours)})`,
              [facet]: 'sentiment',
              inset: 0.5,
            },
          ),
        ),
        ruleY([0], { stroke: 'var(--axis)' }),
        text(sentiments, {
          [facet]: (name: string) => name,
          text: (name: string) =>
            fitText(names.get(name) ?? name, widthPx / (isColumn ? 1 : sentiments.length) - 60, FONT_PX, true),
          frameAnchor: 'top-left',
          dy: isColumn ? -16 : -22,
          fontWeight: 600,
        }),
        axisX({ ticks: isColumn ? 5 : sentiments.length > 3 ? 2 : 4, tickSize: 0, label: null, tickFormat: '.2~f' }),
        axisY({ ticks, tickSize: 0, label: null, tickFormat: formatTick }),
      ],
    },
    description,
  );
}

function toBins(sentiment: string, { from, width, counts }: ScoreBins): Bin[] {
  return (counts.get(sentiment) ?? []).map((count, index) => ({
    sentiment,
    from: from + index * width,
    to: from + (index + 1) * width,
    count,
  }));
}
