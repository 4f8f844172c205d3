import { stat } from 'node:fs/promises';
import { openModelFolder } from '#libs/inference';
import { listDifferences } from '../classify/checkpoint.js';
import { MAX_WINDOWS } from '../served-model.js';
import type { ShardOutput } from './collect-shards.js';
import type { MergeOptions } from './merge-options.js';

/**
 * Checks that shards are of the source and the model as they are now: outputs of an earlier run may have the same names.
 *
 * @param shards of one run
 * @throws Error when they are not, or the source or the model cannot be read
 */
export async function checkOrigin(
  shards: readonly ShardOutput[],
  { source, modelDir }: Pick<MergeOptions, 'source' | 'modelDir'>,
): Promise<void> {
  const now = {
    ...(source !== undefined && (await readSource(source))),
    ...(modelDir !== undefined && { modelDigest: (await openModelFolder(modelDir, MAX_WINDOWS)).description.digest }),
  };
  for (const { path, record } of shards) {
    const differences = listDifferences(record.identity, { ...record.identity, ...now });
    if (differences.length > 0) throw new Error(`${path} is of another run: ${differences.join(', ')} changed`);
  }
}

async function readSource(path: string) {
  const { size, mtimeMs } = await stat(path);
  return { inputBytes: size, inputChangedMs: mtimeMs };
}
