import type { ReportData } from '../aggregate/report-data.js';
import { formatCount, formatShare } from '../format/format-number.js';
import { drawBars } from '../plots/draw-bars.js';
import type { Plotter } from '../plots/plotter.js';
import { findNoun, toTitle } from './classified-noun.js';
import type { PlotSection } from './render-plot-section.js';
import { numberColumn, textColumn } from './render-table.js';

const SHOWN_LANGUAGES = 5;
const NAMES = new Intl.DisplayNames(['en'], { type: 'language' });
const NOT_SURE = 'Not sure';

/** In which languages the texts are. */
export function createLanguageSection({ languages, texts, hasSentences }: ReportData, plotter: Plotter): PlotSection {
  const noun = findNoun({ hasSentences });
  const toBar = (label: string, count: number, colour: string) => ({ label, count, share: count / texts, colour });
  const sure = languages.filter(([code]) => code !== '');
  const all = sure.map(([code, count]) => toBar(NAMES.of(code) ?? code, count, 'volume'));
  const others = all.slice(SHOWN_LANGUAGES).reduce((sum, { count }) => sum + count, 0);
  const unsure = languages.find(([code]) => code === '')?.[1] ?? 0;
  const unsureBars = unsure > 0 ? [toBar(NOT_SURE, unsure, 'quiet')] : [];
  const bars = [
    ...all.slice(0, SHOWN_LANGUAGES),
    ...(others > 0 ? [toBar(nameOthers(all.length - SHOWN_LANGUAGES), others, 'volume')] : []),
    ...unsureBars,
  ];
  const list = bars.map(({ label, share }) => `${label} ${formatShare(share)}`).join(', ');
  return {
    id: 'languages',
    title: 'Languages',
    introduction: `Estimated from the letters of each ${noun}. The language of short texts and of names is often not sure.`,
    isHalf: true,
    legend: [],
    notes: [],
    table: {
      caption: `${toTitle(noun)} by language`,
      columns: [textColumn('Language'), numberColumn(toTitle(noun)), numberColumn('Share')],
      rows: [...all, ...unsureBars].map(({ label, count, share }) => [label, formatCount(count), formatShare(share)]),
    },
    draw: (size) => [drawBars(plotter, bars, size, `Bars of the shares of the languages: ${list}.`)],
  };
}

function nameOthers(count: number): string {
  return count === 1 ? '1 other' : `${count} others`;
}
