import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isCompanionName } from '../classify/companion-files.js';
import { IncompleteShardsError } from './incomplete-shards-error.js';

const ANY_CHARACTERS = '*';

/**
 * Finds the files of a pattern, for programs that no shell starts: an image without a shell, and the command line of Windows.
 *
 * @param pattern a path; one `*` in its last segment stands for any characters, as in `part-*.csv`
 * @param merged path of the file to write: it may be there from a former merge
 * @returns the paths that match, but for that file and for checkpoints, locks and records; the path itself if it has no `*`
 * @throws IncompleteShardsError when no file matches
 * @throws Error when the path has a `*` elsewhere, or the folder cannot be read
 */
export async function expandPattern(pattern: string, merged: string): Promise<string[]> {
  if (!pattern.includes(ANY_CHARACTERS)) return [pattern];
  const folder = dirname(pattern);
  const [before = '', after = '', ...more] = basename(pattern).split(ANY_CHARACTERS);
  if (folder.includes(ANY_CHARACTERS) || more.length > 0) {
    throw new Error(`${pattern} must have one * only, in the name of the file`);
  }
  const names = await readdir(folder);
  const found = names
    .filter((name) => name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after))
    .filter((name) => !isCompanionName(name))
    .map((name) => join(folder, name))
    .filter((path) => resolve(path) !== resolve(merged));
  if (found.length === 0) throw new IncompleteShardsError(`no file matches ${pattern}`);
  return found;
}
