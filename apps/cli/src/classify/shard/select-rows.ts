import type { Row } from '../table.js';
import type { ShardRange } from './shard.js';

/** The rows of a shard. Reading ends behind the last of them. The rows before it are read too: only so their ends are known. */
export async function* selectRows(
  rows: AsyncIterable<Row>,
  { fromByte, toByte }: Pick<ShardRange, 'fromByte' | 'toByte'>,
): AsyncGenerator<Row> {
  for await (const row of rows) {
    if (row.endByte > toByte) return;
    if (row.endByte > fromByte) yield row;
  }
}
