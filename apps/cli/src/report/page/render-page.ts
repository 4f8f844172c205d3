import type { ReportOptions } from '../../classify/report-options.js';
import type { ReportData } from '../aggregate/report-data.js';
import { toDisplayText } from '../format/display-text.js';
import { formatCount, formatThings } from '../format/format-number.js';
import { html, Html } from '../format/html.js';
import type { Plotter } from '../plots/plotter.js';
import { findNoun } from './classified-noun.js';
import { createGroupSection } from './group-section.js';
import { createLanguageSection } from './language-section.js';
import { PAGE_STYLE } from './page-style.js';
import { renderExamples } from './render-examples.js';
import { renderFigures } from './render-figures.js';
import { renderPlotSection, type PlotSection } from './render-plot-section.js';
import { numberColumn, renderTable, textColumn } from './render-table.js';
import type { ReportHeader } from './report-header.js';
import { createScoreSection } from './score-section.js';
import { createSentimentSection } from './sentiment-section.js';
import { createTimeSection } from './time-section.js';

const MAX_FACT_CHARS = 200;
/** Nothing is loaded and nothing runs, whatever a text of the file is. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * Renders a report as one file that needs no other one, no script and no network.
 *
 * @returns the HTML of the page
 */
export function renderPage(header: ReportHeader, data: ReportData, options: ReportOptions, plotter: Plotter): string {
  const name = toDisplayText(header.fileName, MAX_FACT_CHARS);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Sentiment of ${name}</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
${renderHeader(header, name, data)}<main>
${data.texts === 0 ? html`<p class="card empty">No row has an answer.</p>` : renderFigures(data)}
<div class="cards">
${data.texts === 0 ? html`` : listSections(data, options, plotter).map(renderPlotSection)}
${renderExamples(data)}${renderErrors(data)}</div>
</main>
<footer><p>Shares are of the ${formatThings(data.texts, findNoun(data))} with an answer; that of errors is of the ${formatThings(data.rows, 'row')}.
Rows with an error are in no plot.</p></footer>
</body>
</html>
`.source;
}

function renderHeader({ createdAt, facts }: ReportHeader, name: string, data: ReportData): Html {
  const size = [
    formatThings(data.rows, 'row'),
    ...(data.hasSentences ? [formatThings(data.texts, findNoun(data))] : []),
  ].join(', ');
  return html`<header>
<p class="kind">Sentiment report</p>
<h1><bdi>${name}</bdi></h1>
<dl class="facts">
<div><dt>Size</dt><dd>${size}</dd></div>
${facts.map(
  ([fact, value]) => html`<div><dt>${fact}</dt><dd><bdi>${toDisplayText(value, MAX_FACT_CHARS)}</bdi></dd></div>
`,
)}<div><dt>Created</dt><dd><time datetime="${createdAt.toISOString()}">${formatTime(createdAt)}</time></dd></div>
</dl>
</header>
`;
}

function listSections(
  data: ReportData,
  { groupBy, dateColumn, dateOrder }: ReportOptions,
  plotter: Plotter,
): PlotSection[] {
  const { groups, time } = data;
  return [
    createSentimentSection(data, plotter),
    createLanguageSection(data, plotter),
    createScoreSection(data, plotter),
    ...(groups && groupBy !== undefined ? [createGroupSection(data, groups, groupBy, plotter)] : []),
    ...(time && dateColumn !== undefined ? [createTimeSection(data, time, { dateColumn, dateOrder }, plotter)] : []),
  ];
}

function renderErrors({ errors }: ReportData): Html {
  if (errors.length === 0) return html``;
  return html`<section class="card" aria-labelledby="errors">
<h2 id="errors">Errors</h2>
<p class="introduction">Rows without a sentiment, by the reason.</p>
${renderTable({
  caption: 'Rows with an error',
  columns: [textColumn('Reason'), numberColumn('Rows'), numberColumn('First row')],
  rows: errors.map(({ reason, rows, firstRow }) => [
    toDisplayText(reason, MAX_FACT_CHARS),
    formatCount(rows),
    formatCount(firstRow),
  ]),
})}
</section>
`;
}

function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
