import type { Stats } from 'node:fs';
import { findStats } from './file-stats.js';
import { TableError } from './table.js';

/**
 * Checks at the end of a run that its input is still the file that it was in the beginning: its rows may be of both otherwise.
 *
 * @param before of the input when the run began
 * @throws TableError when the file was changed or removed
 */
export async function checkUnchanged(path: string, before: Pick<Stats, 'size' | 'mtimeMs'>): Promise<void> {
  const now = await findStats(path);
  if (now?.size === before.size && now.mtimeMs === before.mtimeMs) return;
  throw new TableError(`the input ${path} was changed while it was read: classify it again with --force`);
}
