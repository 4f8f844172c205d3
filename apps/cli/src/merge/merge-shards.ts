import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { getCheckpointPath, listDifferences, readCheckpoint } from '../classify/checkpoint.js';
import { findCompression } from '../classify/compression/compression.js';
import { OutputLock } from '../classify/output-lock.js';
import { FileOutput } from '../classify/output.js';
import { readShardRecord, type ShardRecord } from '../classify/shard/shard-record.js';
import { syncFolder } from '../classify/write-file-atomically.js';
import type { MergeOptions } from './merge-options.js';

/** The output of a complete shard. */
interface ShardOutput {
  readonly path: string;
  readonly record: ShardRecord;
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
 * @throws Error when a shard is missing, not complete, or of another run, or when the output exists
 */
export async function mergeShards({ inputs, output, force }: MergeOptions): Promise<Merged> {
  const outputs = await Promise.all(inputs.map(readOutput));
  const ordered = orderShards(outputs);
  checkCompression(ordered, output);
  const lock = await OutputLock.acquire(output);
  try {
    if (!force && (await exists(output))) throw new Error(`${output} exists: replace it with --force`);
    await writeOutputs(ordered, output);
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

async function readOutput(path: string): Promise<ShardOutput> {
  if (await readCheckpoint(getCheckpointPath(path))) {
    throw new Error(`${path} is not complete: continue its run with --resume`);
  }
  const record = await readShardRecord(path);
  if (!record) throw new Error(`${path} has no record ${path}.shard.json: it is no output of --shard, or not complete`);
  const { size } = await stat(path);
  if (size !== record.outputBytes) {
    throw new Error(`${path} has ${size} bytes, but its record says ${record.outputBytes}: the file was changed`);
  }
  return { path, record };
}

/** @returns one output for each shard, in their order */
function orderShards(outputs: readonly ShardOutput[]): ShardOutput[] {
  const [first] = outputs;
  if (!first) throw new Error('there is no output of a shard');
  const { count } = first.record.shard;
  for (const { path, record } of outputs) checkSameRun(first, { path, record });
  return Array.from({ length: count }, (_, index) => {
    const [found, second] = outputs.filter(({ record }) => record.shard.index === index);
    if (!found) throw new Error(`the output of shard ${index}/${count} is missing`);
    if (second) throw new Error(`${found.path} and ${second.path} are both of shard ${index}/${count}`);
    return found;
  });
}

/** @throws Error when two shards are not of the same run */
function checkSameRun(one: ShardOutput, other: ShardOutput): void {
  const { count } = one.record.shard;
  if (other.record.shard.count !== count) {
    throw new Error(`${one.path} is one of ${count} shards, but ${other.path} is one of ${other.record.shard.count}`);
  }
  // Each machine may have its own copy of the input, with a time of its own.
  const { shard, inputChangedMs } = one.record.identity;
  const differences = listDifferences(one.record.identity, { ...other.record.identity, shard, inputChangedMs });
  if (differences.length > 0) {
    throw new Error(`${one.path} and ${other.path} are of different runs: they differ in ${differences.join(', ')}`);
  }
}

/** Members of gzip behind each other are one file of gzip, but no part of a plain one. */
function checkCompression(outputs: readonly ShardOutput[], output: string): void {
  const other = outputs.find(({ path }) => findCompression(path) !== findCompression(output));
  if (other) throw new Error(`${other.path} and ${output} must both be compressed by gzip (.gz), or none of them`);
}

async function writeOutputs(outputs: readonly ShardOutput[], output: string): Promise<void> {
  const partial = `${output}.partial`;
  const file = await FileOutput.create(partial, true);
  try {
    for (const { path } of outputs) {
      for await (const chunk of createReadStream(path)) await file.write(chunk as Buffer);
    }
    await file.sync();
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(partial, output);
  await syncFolder(dirname(output));
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
