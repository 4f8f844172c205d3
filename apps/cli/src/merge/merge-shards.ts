import { findCompression } from '../classify/compression/compression.js';
import { findStats } from '../classify/file-stats.js';
import { OutputLock } from '../classify/output-lock.js';
import { checkOrigin } from './check-origin.js';
import { collectShards, type ShardOutput } from './collect-shards.js';
import type { MergeOptions } from './merge-options.js';
import { waitForShards, type WaitTime } from './wait-for-shards.js';
import { writeMergedFile } from './write-merged-file.js';

/** Environment of a merge. */
export interface MergeEnvironment {
  readonly time: WaitTime;
  /** Called when another reason to wait for shards comes up. */
  readonly onWait: (reason: string) => void;
}

/** What a merged output holds. */
export interface Merged {
  readonly shards: number;
  readonly rows: number;
  readonly errors: number;
}

/**
 * Writes the outputs of all shards of a run into one file, in the order of the shards. The file appears under its name when it is complete.
 *
 * @throws Error when a shard is missing, not complete, changed while it is copied, or of another run, or when the output exists
 */
export async function mergeShards(
  { inputs, output, force, waitMinutes, ...origin }: MergeOptions,
  { time, onWait }: MergeEnvironment,
): Promise<Merged> {
  const lock = await OutputLock.acquire(output);
  let ordered: ShardOutput[];
  try {
    if (!force && (await findStats(output))) throw new Error(`${output} exists: replace it with --force`);
    ordered = await waitForShards({
      collect: () => collectShards(inputs, output),
      maxMinutes: waitMinutes,
      time,
      onWait,
    });
    await checkOrigin(ordered, origin);
    checkCompression(ordered, output);
    await writeMergedFile(ordered, output);
  } finally {
    await lock.release();
  }
  return {
    shards: ordered.length,
    // The numbers of rows are those of the whole input. A shard may have no row.
    rows: Math.max(...ordered.map(({ record }) => record.rows)),
    errors: ordered.reduce((sum, { record }) => sum + record.errors, 0),
  };
}

/** Members of gzip behind each other are one file of gzip, but no part of a plain one. */
function checkCompression(outputs: readonly ShardOutput[], output: string): void {
  const other = outputs.find(({ path }) => findCompression(path) !== findCompression(output));
  if (other) throw new Error(`${other.path} and ${output} must both be compressed by gzip (.gz), or none of them`);
}
