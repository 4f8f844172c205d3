import type { Row } from './table.js';

/** Rows of one call of the classifier: the queue holds enough of them to form batches of similar length. */
const GROUP_ROWS = 64;
const GROUP_CHARS = 65_536;

/**
 * Groups rows for the classifier.
 *
 * @param isStopped whether no more rows are to be read
 */
export async function* groupRows(rows: AsyncIterable<Row>, isStopped: () => boolean): AsyncGenerator<Row[]> {
  let group: Row[] = [];
  let chars = 0;
  for await (const row of rows) {
    group.push(row);
    chars += row.text?.length ?? 0;
    if (group.length >= GROUP_ROWS || chars >= GROUP_CHARS) {
      yield group;
      group = [];
      chars = 0;
    }
    if (isStopped()) break;
  }
  if (group.length > 0) yield group;
}
