import { orderForLists } from '../aggregate/order-sentiments.js';
import type { ReportData } from '../aggregate/report-data.js';
import { formatCount, formatShare } from '../format/format-number.js';
import { drawBars } from '../plots/draw-bars.js';
import type { Plotter } from '../plots/plotter.js';
import { findColour } from '../plots/sentiment-colour.js';
import { findNoun, toTitle } from './classified-noun.js';
import type { PlotSection } from './render-plot-section.js';
import { numberColumn, textColumn } from './render-table.js';
import { nameSentiment } from './sentiment-names.js';

/** How many texts have each sentiment. */
export function createSentimentSection(
  { sentiments, counts, hasSentences }: ReportData,
  plotter: Plotter,
): PlotSection {
  const noun = findNoun({ hasSentences });
  const bars = orderForLists(sentiments).map((name) => ({
    label: nameSentiment(name),
    count: counts.get(name),
    share: counts.getShare(name),
    colour: findColour(name, sentiments),
  }));
  const list = bars.map(({ label, share }) => `${label} ${formatShare(share)}`).join(', ');
  return {
    id: 'sentiment',
    title: 'Sentiment',
    introduction: `Share and number of the ${noun}s with each sentiment.`,
    isHalf: true,
    legend: [],
    notes: [],
    table: {
      caption: `${toTitle(noun)} by sentiment`,
      columns: [textColumn('Sentiment'), numberColumn(toTitle(noun)), numberColumn('Share')],
      rows: bars.map(({ label, count, share }) => [label, formatCount(count), formatShare(share)]),
    },
    draw: (size) => [drawBars(plotter, bars, size, `Bars of the shares of the sentiments: ${list}.`)],
  };
}
