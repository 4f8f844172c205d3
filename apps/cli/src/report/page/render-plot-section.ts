import { html, type Html } from '../format/html.js';
import type { PlotSize } from '../plots/plotter.js';
import { findColour } from '../plots/sentiment-colour.js';
import { renderTable, type DataTable } from './render-table.js';
import { nameSentiment } from './sentiment-names.js';

export interface PlotSection {
  /** Of the heading, different for each section. */
  readonly id: string;
  readonly title: string;
  /** One sentence on what the plot shows. */
  readonly introduction: string;
  /** Whether the section takes one of two columns of a wide page. */
  readonly isHalf: boolean;
  /** Colours to explain; empty when the plot names them. */
  readonly legend: readonly string[];
  /** What is not in the plot, in sentences. */
  readonly notes: readonly string[];
  readonly table: DataTable;
  /** Draws the plots of the section. */
  draw(size: PlotSize): readonly Html[];
}

const WIDE: PlotSize = { widthPx: 1_000, isNarrow: false };
const HALF: PlotSize = { widthPx: 470, isNarrow: false };
const NARROW: PlotSize = { widthPx: 340, isNarrow: true };

/** A plot in two sizes, of which the page shows one, with its legend, its notes and its data as a table. */
export function renderPlotSection(section: PlotSection): Html {
  const { id, title, introduction, isHalf, legend, notes, table } = section;
  return html`<section class="card${isHalf ? ' half' : ''}" aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
<p class="introduction">${introduction}</p>
${renderLegend(legend)}
<div class="plot wide">${section.draw(isHalf ? HALF : WIDE)}</div>
<div class="plot narrow">${section.draw(NARROW)}</div>
${notes.map(
  (note) => html`<p class="note">${note}</p>
`,
)}<details><summary>Data: ${title.toLowerCase()}</summary>
${renderTable(table)}
</details>
</section>
`;
}

function renderLegend(sentiments: readonly string[]): Html {
  if (sentiments.length === 0) return html``;
  return html`<ul class="legend">${sentiments.map(
    (name) =>
      html`<li><span class="swatch ${findColour(name, sentiments)}"></span><bdi>${nameSentiment(name)}</bdi></li>`,
  )}</ul>`;
}
