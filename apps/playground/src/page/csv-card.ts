import { CsvError } from '../csv/csv-error.js';
import { getTexts, guessTextColumn, listColumnNames } from '../csv/csv-table.js';
import { writeCsv } from '../csv/write-csv.js';
import { formatRows } from '../scoring/format-rows.js';
import { addScoreColumns } from '../scoring/add-score-columns.js';
import type { TextResult } from '../scoring/text-result.js';
import { openCsvFile, type CsvFile } from './csv-file.js';
import { createElement, getElement } from './dom.js';
import { type RowScoring } from './row-scoring.js';
import { showCsvProgress, showCsvResult, showWaiting } from './show-csv-result.js';
import { showList } from './show-result.js';

const PREVIEW_ROWS = 3;
const PREVIEW_CHARS = 120;

/** The part of the page that scores a CSV file. */
export class CsvCard {
  private readonly column = getElement('csv-column', HTMLSelectElement);
  private readonly names = getElement('csv-names', HTMLInputElement);
  private readonly start = getElement('csv-start', HTMLButtonElement);
  private readonly cancel = getElement('csv-cancel', HTMLButtonElement);
  private readonly problem = getElement('csv-problem', HTMLElement);
  private file: CsvFile | undefined;
  private results: (TextResult | undefined)[] = [];

  constructor(private readonly scoring: RowScoring) {
    const input = getElement('csv-file', HTMLInputElement);
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) void this.open(file);
      input.value = '';
    });
    this.column.addEventListener('change', () => this.showTexts());
    this.names.addEventListener('change', () => this.showColumns(this.column.selectedIndex));
    this.start.addEventListener('click', () => void this.score());
    this.cancel.addEventListener('click', () => this.scoring.cancel());
  }

  /** Reads a file and asks for the column. */
  async open(file: File): Promise<void> {
    this.scoring.cancel();
    this.problem.textContent = '';
    this.file = undefined;
    getElement('csv-options', HTMLElement).hidden = true;
    this.reset();
    getElement('csv-name', HTMLElement).textContent = file.name;
    try {
      this.file = await openCsvFile(file);
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      this.problem.textContent = error.message;
      return;
    }
    showList('csv-notes', this.file.notes);
    this.showColumns(guessTextColumn(this.file.table));
    getElement('csv-options', HTMLElement).hidden = false;
    getElement('csv-heading', HTMLElement).focus();
  }

  private get texts(): string[] {
    return this.file ? getTexts(this.file.table, this.column.selectedIndex, this.names.checked) : [];
  }

  private showColumns(selected: number): void {
    if (!this.file) return;
    const names = listColumnNames(this.file.table, this.names.checked);
    this.column.replaceChildren(...names.map((name) => createElement('option', {}, name)));
    this.column.selectedIndex = selected;
    this.showTexts();
  }

  private showTexts(): void {
    const { texts } = this;
    const preview = texts.slice(0, PREVIEW_ROWS).map((text) => createElement('li', {}, text.slice(0, PREVIEW_CHARS)));
    getElement('csv-preview', HTMLElement).replaceChildren(...preview);
    this.reset();
  }

  private reset(): void {
    this.results = [];
    this.start.textContent = `Score ${formatRows(this.texts.length)}`;
    this.setRunning(false);
    for (const id of ['csv-progress', 'csv-result']) getElement(id, HTMLElement).hidden = true;
  }

  /** Scores the rows that have no result yet. */
  private async score(): Promise<void> {
    const { file, texts, results } = this;
    if (!file) return;
    this.problem.textContent = '';
    this.setRunning(true);
    // The button with the focus is gone.
    this.cancel.focus();
    showCsvProgress(texts, results);
    const problem = await this.scoring.score(texts, results, {
      onProgress: () => showCsvProgress(texts, results),
      onWait: showWaiting,
    });
    // The user may have chosen another file or another column in the meantime.
    if (this.results !== results) return;
    const { activeElement } = document;
    const hasFocus = activeElement === this.cancel || activeElement === document.body;
    this.setRunning(false);
    this.problem.textContent = problem ?? '';
    this.start.textContent = 'Score the other rows';
    const { separator, hasByteOrderMark } = file.table;
    const csv = writeCsv(addScoreColumns(file.table, this.names.checked, results), separator);
    showCsvResult(texts, results, { name: file.name, content: hasByteOrderMark ? `\uFEFF${csv}` : csv });
    this.start.hidden = problem === undefined;
    // The user may have gone elsewhere, and the form for the API key takes the focus.
    if (hasFocus) (problem === undefined ? getElement('csv-download', HTMLAnchorElement) : this.start).focus();
  }

  private setRunning(isRunning: boolean): void {
    this.start.hidden = isRunning;
    this.cancel.hidden = !isRunning;
    this.column.disabled = isRunning;
    this.names.disabled = isRunning;
  }
}
