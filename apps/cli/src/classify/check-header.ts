import { createTable } from './create-table.js';
import type { ClassifyOptions } from './classify-options.js';
import { TableInput } from './table-input.js';

/**
 * Checks the header of a file before its output is opened: a fault of the header must not cost the output that `--force` replaces.
 *
 * @param labels of the answers
 * @throws TableError when the header lacks a column, or has one of the new columns already; and when the file is no table of its format
 */
export async function checkHeader(options: ClassifyOptions, labels: readonly string[]): Promise<void> {
  const input = await TableInput.open(options);
  try {
    const table = createTable(options, undefined);
    const rows = table.readRows(input.read(0), { byte: 0, row: 0 });
    await rows.next();
    table.formatHeader(labels);
    await rows.return(undefined);
  } finally {
    input.close();
  }
}
