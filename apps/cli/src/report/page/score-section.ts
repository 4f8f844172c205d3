import { orderForLists } from '../aggregate/order-sentiments.js';
import type { ReportData } from '../aggregate/report-data.js';
import { formatCount, formatScore, formatThings } from '../format/format-number.js';
import { drawScores } from '../plots/draw-scores.js';
import type { Plotter } from '../plots/plotter.js';
import { findNoun, toTitle } from './classified-noun.js';
import type { PlotSection } from './render-plot-section.js';
import { numberColumn, textColumn } from './render-table.js';
import { nameSentiments } from './sentiment-names.js';

/** How certain the model is. */
export function createScoreSection(
  { sentiments, counts, histogram, hasSentences }: ReportData,
  plotter: Plotter,
): PlotSection {
  const noun = findNoun({ hasSentences });
  const shown = orderForLists(sentiments).filter((name) => counts.get(name) > 0);
  const names = nameSentiments(sentiments);
  const bins = histogram.counts.get(shown[0] ?? '') ?? [];
  const highest = shown.map((name) => {
    const certain = (histogram.counts.get(name) ?? []).slice(-Math.round(0.1 / histogram.width));
    const count = certain.reduce((sum, each) => sum + each, 0);
    return `${names.get(name)}: ${Math.round((100 * count) / counts.get(name))} % of ${formatThings(counts.get(name), noun)}`;
  });
  return {
    id: 'scores',
    title: 'Scores',
    introduction: `Number of ${noun}s by the score of their likeliest label, from 0 to 1. The nearer to 1, the more certain is the model.`,
    isHalf: false,
    legend: [],
    notes: [],
    table: {
      caption: `${toTitle(noun)} by score`,
      columns: [textColumn('Score from'), ...shown.map((name) => numberColumn(names.get(name) ?? name))],
      rows: bins.map((_, bin) => [
        formatScore(histogram.from + bin * histogram.width),
        ...shown.map((name) => formatCount(histogram.counts.get(name)?.[bin] ?? 0)),
      ]),
    },
    draw: (size) => [
      drawScores(
        plotter,
        { bins: histogram, sentiments: shown, colours: sentiments, names },
        size,
        `Histograms of the scores. With a score of 0.9 or more, ${highest.join('; ')}.`,
      ),
    ],
  };
}
