import { hasNet } from '../aggregate/net-sentiment.js';
import { orderForLists } from '../aggregate/order-sentiments.js';
import type { ReportData } from '../aggregate/report-data.js';
import { formatCount, formatPoints, formatScore, formatShare, formatThings } from '../format/format-number.js';
import { html, type Html } from '../format/html.js';
import { findColour } from '../plots/sentiment-colour.js';
import { findNoun } from './classified-noun.js';
import { nameSentiment } from './sentiment-names.js';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly detail: string;
  /** Name of the colour of a sentiment; undefined for other figures. */
  readonly colour?: string;
}

/**
 * The key figures of a report: the sentiments, and below them the others.
 *
 * @param data of one text with an answer at least
 */
export function renderFigures(data: ReportData): Html {
  return html`<section aria-labelledby="figures">
<h2 id="figures" class="hidden">Key figures</h2>
${[listSentiments(data), listOthers(data)].map(renderList)}</section>
`;
}

function renderList(figures: readonly Figure[]): Html {
  return html`<dl class="figures">
${figures.map(renderFigure)}</dl>
`;
}

function renderFigure({ name, value, detail, colour }: Figure): Html {
  return html`<div${colour === undefined ? html`` : html` class="${colour}"`}>
<dt><bdi>${name}</bdi></dt><dd><strong>${value}</strong> <span>${detail}</span></dd>
</div>
`;
}

function listSentiments({ sentiments, counts, hasSentences }: ReportData): Figure[] {
  return orderForLists(sentiments).map((name) => ({
    name: nameSentiment(name),
    value: formatShare(counts.getShare(name)),
    detail: formatThings(counts.get(name), findNoun({ hasSentences })),
    colour: findColour(name, sentiments),
  }));
}

function listOthers({
  sentiments,
  counts,
  meanScore,
  rows,
  errorRows,
  texts,
  truncatedTexts,
  languages,
  hasSentences,
}: ReportData): Figure[] {
  const known = languages.filter(([code]) => code !== '').length;
  return [
    ...(hasNet(sentiments)
      ? [{ name: 'Net sentiment', value: formatPoints(counts.netSentiment), detail: 'positive − negative' }]
      : []),
    { name: 'Mean score', value: formatScore(meanScore), detail: 'of likeliest labels' },
    {
      name: 'Errors',
      value: formatCount(errorRows),
      detail: `${formatShare(errorRows / rows)} of rows`,
    },
    {
      name: 'Truncated',
      value: formatCount(truncatedTexts),
      detail: `${formatShare(truncatedTexts / texts)} of ${findNoun({ hasSentences })}s`,
    },
    ...(known === 0 ? [] : [{ name: 'Languages', value: formatCount(known), detail: 'found' }]),
  ];
}
