import { formatCount, formatShare } from '../format/format-number.js';
import type { Html } from '../format/html.js';
import { fitText } from './fit-text.js';
import { FONT_PX, type PlotSize, type Plotter } from './plotter.js';

export interface Bar {
  readonly label: string;
  readonly count: number;
  /** From 0 to 1. */
  readonly share: number;
  /** Name of a custom property without its hyphens. */
  readonly colour: string;
}

const ROW_PX = 34;
const LABEL_PX = 108;
/** Of a digit with its space. */
const DIGIT_PX = 7.4;

/** Draws a horizontal bar for each entry, with its share and count. */
export function drawBars(plotter: Plotter, bars: readonly Bar[], { widthPx }: PlotSize, description: string): Html {
  const { barX, ruleX, text } = plotter.library;
  const figures = bars.map(({ share, count }) => `${formatShare(share)}  (${formatCount(count)})`);
  const largest = Math.max(...bars.map(({ share }) => share));
  return plotter.draw(
    {
      width: widthPx,
      height: bars.length * ROW_PX + 8,
      margin: 4,
      marginLeft: LABEL_PX,
      marginRight: 8 + DIGIT_PX * Math.max(...figures.map(({ length }) => length)),
      x: { axis: null, domain: [0, largest || 1] },
      y: { axis: null, domain: bars.map((_, index) => index), padding: 0.3 },
      marks: [
        ...bars.map(({ share, colour }, index) =>
          barX([index], { x1: 0, x2: share, y: index, fill: `var(--${colour})`, rx: 3 }),
        ),
        ruleX([0], { stroke: 'var(--axis)' }),
        text(bars, {
          x: 0,
          y: (_, index) => index,
          text: ({ label }: Bar) => fitText(label, LABEL_PX - 16, FONT_PX),
          textAnchor: 'end',
          dx: -10,
        }),
        text(bars, {
          x: 'share',
          y: (_, index) => index,
          text: figures,
          textAnchor: 'start',
          dx: 8,
        }),
      ],
    },
    description,
  );
}
