import { formatRows } from '../scoring/format-rows.js';
import { countLabels } from '../scoring/count-labels.js';
import type { TextResult } from '../scoring/text-result.js';
import { isScored } from '../scoring/text-result.js';
import { formatShare } from '../sentiment/format-share.js';
import type { ServiceProblem } from '../service/service-problem.js';
import { getElement } from './dom.js';
import { showBars } from './show-bars.js';

const MS_PER_SECOND = 1_000;
/** A screen reader hears of so many parts of the work. */
const SPOKEN_PARTS = 4;

type Results = readonly (TextResult | undefined)[];

/** The file to download. */
export interface DownloadFile {
  /** Name of the file that was scored. */
  readonly name: string;
  readonly content: string;
}

/** Shows how many rows are done. */
export function showCsvProgress(texts: readonly string[], results: Results): void {
  const all = texts.filter((text) => text.trim() !== '').length;
  const done = results.filter((result) => result !== undefined).length;
  getElement('csv-progress', HTMLElement).hidden = false;
  getElement('csv-bar', HTMLProgressElement).value = all === 0 ? 1 : done / all;
  const progress = `${count(done)} of ${formatRows(all)}`;
  getElement('csv-progress-text', HTMLElement).textContent = progress;
  const part = Math.floor((done / all) * SPOKEN_PARTS);
  const status = getElement('csv-status', HTMLElement);
  if (status.dataset.part !== String(part)) status.textContent = progress;
  status.dataset.part = String(part);
}

/** Shows that the scoring waits, and why. */
export function showWaiting({ message }: ServiceProblem, waitMs: number): void {
  const seconds = Math.ceil(waitMs / MS_PER_SECOND);
  getElement('csv-progress-text', HTMLElement).textContent = `${message} The page tries again in ${seconds} s.`;
}

/** Shows the number of rows for each label, and offers the scored file. */
export function showCsvResult(texts: readonly string[], results: Results, file: DownloadFile): void {
  const scored = results.filter(isScored).length;
  const refused = results.filter((result) => result !== undefined && !isScored(result)).length;
  const blank = texts.filter((text) => text.trim() === '').length;
  const summary = [
    `Scored: ${count(scored)} of ${formatRows(texts.length)}.`,
    ...(refused > 0 ? [`Without a score: ${formatRows(refused)}. The column "error" has the reason.`] : []),
    ...(blank > 0 ? [`Without a text: ${formatRows(blank)}.`] : []),
  ].join(' ');
  getElement('csv-progress-text', HTMLElement).textContent = summary;
  getElement('csv-status', HTMLElement).textContent = summary;
  showBars(
    getElement('csv-counts', HTMLElement),
    countLabels(results).map(({ label, rows }) => ({
      label,
      share: rows / scored,
      value: `${count(rows)} (${formatShare(rows / scored)})`,
    })),
  );
  offerDownload(file);
  getElement('csv-result', HTMLElement).hidden = scored === 0;
}

function offerDownload({ name, content }: DownloadFile): void {
  const link = getElement('csv-download', HTMLAnchorElement);
  if (link.href.startsWith('blob:')) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
  link.download = `${name.replace(/\.\w+$/, '')}-scored.csv`;
}

function count(rows: number): string {
  return rows.toLocaleString('en');
}
