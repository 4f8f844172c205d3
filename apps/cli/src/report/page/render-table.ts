import { html, Html } from '../format/html.js';

export interface TableColumn {
  readonly name: string;
  readonly isNumeric: boolean;
}

export interface DataTable {
  /** Different for each table of the page. */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly (string | Html)[])[];
}

export function textColumn(name: string): TableColumn {
  return { name, isNumeric: false };
}

export function numberColumn(name: string): TableColumn {
  return { name, isNumeric: true };
}

/** A table that scrolls in itself when it is wider than the page, also by the keyboard. */
export function renderTable({ caption, columns, rows }: DataTable): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ name, isNumeric }) => html`<th scope="col"${numeric(isNumeric)}><bdi>${name}</bdi></th>`)}</tr></thead>
<tbody>${rows.map((cells) => renderRow(cells, columns))}</tbody>
</table>
</div>`;
}

function renderRow(cells: readonly (string | Html)[], columns: readonly TableColumn[]): Html {
  return html`<tr>${cells.map((cell, index) =>
    index === 0
      ? html`<th scope="row">${typeof cell === 'string' ? html`<bdi>${cell}</bdi>` : cell}</th>`
      : html`<td${numeric(columns[index]?.isNumeric ?? false)}>${cell}</td>`,
  )}</tr>
`;
}

function numeric(isNumeric: boolean): Html {
  return new Html(isNumeric ? ' class="number"' : '');
}
