import { fstatSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** @returns undefined when there is no such file */
export async function findStats(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch {
    return undefined;
  }
}

/** @returns the file of a stream of this process; undefined for what is no file, such as a terminal, and for a closed stream */
export function findOpenFile(descriptor: number): Stats | undefined {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() ? stats : undefined;
  } catch {
    return undefined;
  }
}

/** Whether two files are one, also by different names. */
export function isSameFile(some: Stats | undefined, other: Stats | undefined): boolean {
  return some !== undefined && some.dev === other?.dev && some.ino === other.ino;
}
