/** A number of rows: `1 row`, `1,200 rows`. */
export function formatRows(rows: number): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
}
