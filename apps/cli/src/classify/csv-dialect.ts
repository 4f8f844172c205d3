/** How a cell holds quotes: doubled in a quoted cell, with a backslash in a quoted cell, or as any other character. */
export const QUOTINGS = ['double', 'backslash', 'none'] as const;
export type Quoting = (typeof QUOTINGS)[number];

export interface CsvDialect {
  /** Character between two cells. */
  readonly delimiter: string;
  readonly quoting: Quoting;
}

/** A first line with which a file tells its delimiter to Excel. */
export interface SeparatorLine {
  /** With its line break. */
  readonly line: string;
  readonly delimiter: string;
}

/** @returns the cell as it stands in a file; without quotes, a delimiter and a line break in it become a blank */
export function formatCell(cell: string, { delimiter, quoting }: CsvDialect): string {
  if (quoting === 'none') return cell.replaceAll(delimiter, ' ').replaceAll(/[\r\n]+/g, ' ');
  const needsQuotes = cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell);
  if (!needsQuotes) return cell;
  return `"${quoting === 'double' ? cell.replaceAll('"', '""') : cell.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** @param start of a file */
export function findSeparatorLine(start: string): SeparatorLine | undefined {
  const [line, , delimiter] = /^("?)sep=([^"\r\n])\1(?:\r?\n|\r)/i.exec(start) ?? [];
  return line === undefined || delimiter === undefined ? undefined : { line, delimiter };
}
