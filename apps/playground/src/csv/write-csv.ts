import type { Separator } from './detect-separator.js';
import { escapeFormula } from './escape-formula.js';

/** Writes rows as RFC 4180 describes it, with formulas escaped. */
export function writeCsv(rows: readonly (readonly string[])[], separator: Separator): string {
  return rows.map((row) => `${row.map((cell) => writeCell(cell, separator)).join(separator)}\r\n`).join('');
}

function writeCell(cell: string, separator: Separator): string {
  const escaped = escapeFormula(cell);
  const needsQuotes = /["\r\n]|^\s|\s$/.test(escaped) || escaped.includes(separator);
  return needsQuotes ? `"${escaped.replaceAll('"', '""')}"` : escaped;
}
