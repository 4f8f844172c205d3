import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readJsonFile } from './read-json-file.js';
import type { TableStart } from './table.js';
import { syncFolder, writeFileAtomically } from './write-file-atomically.js';

/** What has to be the same in a resumed run. */
export interface RunIdentity {
  readonly options: string;
  /** The part of the input, for example `0/4`; empty for all of it. */
  readonly shard: string;
  readonly modelDigest: string;
  /** Most parts in which the model reads a long text. The digest does not cover it. */
  readonly maxWindows: number;
  readonly inputBytes: number;
  /** Time of the last change of the input, in milliseconds since 1970. */
  readonly inputChangedMs: number;
}

/** How far a run has come. The output holds the results of the first `rows` rows in its first `outputBytes` bytes. */
export interface Checkpoint {
  readonly identity: RunIdentity;
  /** Undefined before the first row. */
  readonly start: TableStart | undefined;
  /** Bytes of the input up to the end of the last of these rows. */
  readonly inputByte: number;
  readonly outputBytes: number;
  readonly rows: number;
  readonly errors: number;
}

const DIFFERENCES: Readonly<Record<keyof RunIdentity, string>> = {
  options: 'the options',
  shard: 'the shard',
  modelDigest: 'the model',
  maxWindows: 'the setting MAX_WINDOWS',
  inputBytes: 'the size of the input',
  inputChangedMs: 'the time of the last change of the input',
};

export function getCheckpointPath(outputPath: string): string {
  return `${outputPath}.checkpoint.json`;
}

/** @returns undefined when there is no checkpoint */
export async function readCheckpoint(path: string): Promise<Checkpoint | undefined> {
  return (await readJsonFile(path)) as Checkpoint | undefined;
}

/** @returns what differs between two runs, in words; empty when one can resume the other */
export function listDifferences(some: RunIdentity, other: RunIdentity): string[] {
  const fields = Object.keys(DIFFERENCES) as (keyof RunIdentity)[];
  return fields.filter((field) => some[field] !== other[field]).map((field) => DIFFERENCES[field]);
}

/** Replaces the checkpoint. Call it after the output up to `outputBytes` was synchronized. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  await writeFileAtomically(path, JSON.stringify(checkpoint));
}

export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true });
  await syncFolder(dirname(path));
}
