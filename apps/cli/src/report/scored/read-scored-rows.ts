import { TableInput } from '../../classify/table-input.js';
import { readScoredCsv } from './read-scored-csv.js';
import { readScoredNdjson } from './read-scored-ndjson.js';
import type { ScoredRow } from './scored-row.js';
import type { ScoredTableOptions } from './scored-table-options.js';

/**
 * Reads an output of `classify`, by the rules by which `classify` reads its input: compression, encoding, delimiter and quotes.
 *
 * @throws TableError when it is no such output; Error when it cannot be read
 */
export async function* readScoredRows(options: ScoredTableOptions): AsyncGenerator<ScoredRow> {
  const input = await TableInput.open(options);
  try {
    const read = options.format === 'ndjson' ? readScoredNdjson : readScoredCsv;
    yield* read(input.read(0), options);
  } finally {
    input.close();
  }
}
