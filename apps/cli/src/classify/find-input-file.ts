import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ClassifyOptions } from './classify-options.js';

/**
 * @returns undefined for what can be read only once: the standard input, or a named pipe
 * @throws Error when there is no such file, or the run needs one that can be read again
 */
export async function findInputFile({
  input,
  resume,
  shard,
}: Pick<ClassifyOptions, 'input' | 'resume' | 'shard'>): Promise<Stats | undefined> {
  if (input === undefined) return undefined;
  const stats = await stat(input);
  if (stats.isFile()) return stats;
  if (stats.isDirectory()) throw new Error(`${input} is a folder`);
  if (resume || shard) throw new Error(`--resume and --shard need a file that can be read again: ${input} is none`);
  return undefined;
}
