/** Spreadsheets run a cell that begins so as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Makes a cell a text for spreadsheets: a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an
 * apostrophe in front. This includes negative numbers.
 */
export function escapeFormula(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}
