import type { CsvTable } from '../csv/csv-table.js';
import { isScored, type TextResult } from './text-result.js';

const SCORE_DIGITS = 6;

/**
 * Adds the columns `label` and `score`, and the column `error` if the service has refused a text. Rows without a result get
 * empty cells.
 *
 * @param results one for each row below the names
 */
export function addScoreColumns(
  { rows, columns }: CsvTable,
  hasNames: boolean,
  results: readonly (TextResult | undefined)[],
): string[][] {
  const hasErrors = results.some((result) => result !== undefined && !isScored(result));
  const added = hasErrors ? ['label', 'score', 'error'] : ['label', 'score'];
  const [names = []] = rows;
  const head = hasNames ? [[...fill(names, columns), ...added.map((name) => findFreeName(name, names))]] : [];
  const body = rows.slice(head.length).map((row, index) => {
    const cells = toCells(results[index]);
    return [...fill(row, columns), ...(hasErrors ? cells : cells.slice(0, 2))];
  });
  return [...head, ...body];
}

function toCells(result: TextResult | undefined): string[] {
  if (result === undefined) return ['', '', ''];
  return isScored(result) ? [result.label, result.score.toFixed(SCORE_DIGITS), ''] : ['', '', result.error];
}

/** Adds empty cells to a row that is shorter than others, so that the new cells are in their columns. */
function fill(row: readonly string[], columns: number): string[] {
  return [...row, ...Array<string>(columns - row.length).fill('')];
}

function findFreeName(name: string, taken: readonly string[]): string {
  for (let count = 2, free = name; ; count += 1) {
    if (!taken.includes(free)) return free;
    free = `${name}_${count}`;
  }
}
