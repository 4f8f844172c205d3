import { rm } from 'node:fs/promises';
import { readJsonFile } from '../read-json-file.js';
import { writeFileAtomically } from '../write-file-atomically.js';
import type { RunIdentity } from '../checkpoint.js';
import type { Shard } from './shard.js';

/** What the output of a complete shard holds. It stands beside the output, for `sentiment merge`. */
export interface ShardRecord {
  readonly shard: Shard;
  readonly identity: RunIdentity;
  readonly outputBytes: number;
  /** Number of its last row in the whole input; 0 if it has no row. */
  readonly rows: number;
  readonly errors: number;
}

function getRecordPath(outputPath: string): string {
  return `${outputPath}.shard.json`;
}

/** @returns undefined when there is no record */
export async function readShardRecord(outputPath: string): Promise<ShardRecord | undefined> {
  return (await readJsonFile(getRecordPath(outputPath))) as ShardRecord | undefined;
}

export async function writeShardRecord(outputPath: string, record: ShardRecord): Promise<void> {
  await writeFileAtomically(getRecordPath(outputPath), JSON.stringify(record));
}

export async function removeShardRecord(outputPath: string): Promise<void> {
  await rm(getRecordPath(outputPath), { force: true });
}
