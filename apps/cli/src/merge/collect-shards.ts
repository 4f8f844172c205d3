import { stat } from 'node:fs/promises';
import { getCheckpointPath, listDifferences, readCheckpoint } from '../classify/checkpoint.js';
import { readShardRecord, type ShardRecord } from '../classify/shard/shard-record.js';
import { expandPattern } from './expand-pattern.js';
import { IncompleteShardsError } from './incomplete-shards-error.js';

/** The output of a complete shard. */
export interface ShardOutput {
  readonly path: string;
  readonly record: ShardRecord;
}

/**
 * Finds the outputs of all shards of a run.
 *
 * @param inputs paths and patterns, in any order
 * @param merged path of the file to write, which no pattern stands for
 * @returns one output for each shard, in the order of the shards
 * @throws IncompleteShardsError when a shard is missing, or not complete
 * @throws Error when two outputs are of different runs, or of the same shard
 */
export async function collectShards(inputs: readonly string[], merged: string): Promise<ShardOutput[]> {
  const paths = await Promise.all(inputs.map((input) => expandPattern(input, merged)));
  const outputs = await Promise.all(paths.flat().map(readShardOutput));
  return orderShards(outputs);
}

/** @throws IncompleteShardsError when the output is not complete, or not what its record says */
export async function readShardOutput(path: string): Promise<ShardOutput> {
  if (await readCheckpoint(getCheckpointPath(path))) {
    throw new IncompleteShardsError(`${path} is not complete: continue its run with --resume`);
  }
  const record = await readShardRecord(path);
  if (!record) {
    throw new IncompleteShardsError(
      `${path} has no record ${path}.shard.json: it is no output of --shard, or not complete`,
    );
  }
  // A file system of the network may show the record before it shows the output, or its end.
  const size = await measureFile(path);
  if (size === undefined) throw new IncompleteShardsError(`${path} is missing, but has a record`);
  if (size !== record.outputBytes) {
    throw new IncompleteShardsError(
      `${path} has ${size} bytes, but its record says ${record.outputBytes}: the file was changed`,
    );
  }
  return { path, record };
}

/** @returns bytes of the file; undefined when there is none */
async function measureFile(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function orderShards(outputs: readonly ShardOutput[]): ShardOutput[] {
  const [first] = outputs;
  if (!first) throw new Error('there is no output of a shard');
  const { count } = first.record.shard;
  for (const { path, record } of outputs) checkSameRun(first, { path, record });
  return Array.from({ length: count }, (_, index) => {
    const [found, second] = outputs.filter(({ record }) => record.shard.index === index);
    if (!found) throw new IncompleteShardsError(`the output of shard ${index}/${count} is missing`);
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
