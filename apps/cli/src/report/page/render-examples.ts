import type { ExampleList, ReportData } from '../aggregate/report-data.js';
import { toDisplayText } from '../format/display-text.js';
import { formatCount, formatScore } from '../format/format-number.js';
import { html, type Html } from '../format/html.js';
import type { TopRow } from '../aggregate/top-texts.js';
import { findNoun, toTitle, type ClassifiedNoun } from './classified-noun.js';
import { nameGroup } from './group-section.js';
import { numberColumn, renderTable, textColumn } from './render-table.js';
import { nameSentiment } from './sentiment-names.js';

const MAX_TEXT_CHARS = 300;
/** Labels with an adjective of their own; for others the title names the label. */
const SUPERLATIVES: ReadonlyMap<string, string> = new Map([
  ['positive', 'Most positive'],
  ['negative', 'Most negative'],
]);

/** Tables of the texts with the highest scores of a label, and of the least certain ones. */
export function renderExamples({ examples, hasSentences }: ReportData): Html {
  return html`${examples.filter(({ texts }) => texts.length > 0).map((list, index) => renderList(list, index, findNoun({ hasSentences })))}`;
}

function renderList({ label, texts }: ExampleList, index: number, noun: ClassifiedNoun): Html {
  const title =
    label === undefined ? 'Least certain' : (SUPERLATIVES.get(label) ?? `Highest scores of ${nameSentiment(label)}`);
  const what =
    label === undefined
      ? 'with the lowest score of their likeliest label'
      : `with the highest score of “${nameSentiment(label)}”`;
  return html`<section class="card" aria-labelledby="examples-${index}">
<h2 id="examples-${index}">${title}</h2>
<p class="introduction">${toTitle(noun)} ${what}. A repeated ${noun} stands here once.</p>
${renderTable({
  caption: `${title} ${noun}s`,
  columns: [
    textColumn(noun === 'text' ? 'Text' : 'Sentence'),
    ...(label === undefined ? [textColumn('Sentiment')] : []),
    numberColumn('Score'),
  ],
  rows: texts.map(({ rank, row }) => [
    renderText(row),
    // The likeliest label of the others is that of their list, also when they are uncertain.
    ...(label === undefined ? [nameSentiment(row.sentiment ?? '')] : []),
    formatScore(Math.abs(rank)),
  ]),
})}
</section>
`;
}

function renderText({ number, sentence, group, text }: TopRow): Html {
  const place = sentence === undefined ? '' : `, sentence ${formatCount(sentence)}`;
  return html`<bdi class="text">${toDisplayText(text, MAX_TEXT_CHARS)}</bdi>
<span class="place">row ${formatCount(number)}${place}${group === undefined ? '' : html` · <bdi>${nameGroup(group)}</bdi>`}</span>`;
}
