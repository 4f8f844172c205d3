import { createReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { FileOutput } from '../classify/output.js';
import { syncFolder } from '../classify/write-file-atomically.js';
import { readShardOutput, type ShardOutput } from './collect-shards.js';
import { IncompleteShardsError } from './incomplete-shards-error.js';

/**
 * Copies the outputs of shards into one file, which appears under its name when it is complete.
 *
 * @param outputs in the order of the file
 * @throws Error when an output is not what its record says, or was written again meanwhile; then there is no file
 */
export async function writeMergedFile(outputs: readonly ShardOutput[], path: string): Promise<void> {
  const partial = `${path}.partial`;
  const file = await FileOutput.create(partial, true);
  try {
    for (const output of outputs) await copyOutput(output, file);
    await file.sync();
    for (const output of outputs) await checkUnchanged(output);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(partial, path);
  await syncFolder(dirname(path));
}

async function copyOutput(output: ShardOutput, file: FileOutput): Promise<void> {
  const from = file.bytes;
  for await (const chunk of createReadStream(output.path)) await file.write(chunk as Buffer);
  if (file.bytes - from !== output.record.outputBytes) throw changed(output);
}

/** Another run may have begun to write the output: it removes the record first, and writes a checkpoint. */
async function checkUnchanged(output: ShardOutput): Promise<void> {
  const now = await readShardOutput(output.path).catch((error: unknown) => {
    throw error instanceof IncompleteShardsError ? changed(output) : error;
  });
  if (!isDeepStrictEqual(now.record, output.record)) throw changed(output);
}

function changed({ path }: ShardOutput): Error {
  return new Error(`${path} was changed while it was copied: merge again when no run writes it`);
}
