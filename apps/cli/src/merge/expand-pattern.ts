import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { IncompleteShardsError } from './incomplete-shards-error.js';

const ANY_CHARACTERS = '*';

/**
 * Finds the files of a pattern, for programs that no shell starts: an image without a shell, and the command line of Windows.
 *
 * @param pattern a path; one `*` in its last segment stands for any characters, as in `part-*.csv`
 * @returns the paths that match; the path itself if it has no `*`
 * @throws IncompleteShardsError when no file matches
 * @throws Error when the path has a `*` elsewhere, or the folder cannot be read
 */
export async function expandPattern(pattern: string): Promise<string[]> {
  if (!pattern.includes(ANY_CHARACTERS)) return [pattern];
  const folder = dirname(pattern);
  const [before = '', after = '', ...more] = basename(pattern).split(ANY_CHARACTERS);
  if (folder.includes(ANY_CHARACTERS) || more.length > 0) {
    throw new Error(`${pattern} must have one * only, in the name of the file`);
  }
  const names = await readdir(folder);
  const found = names.filter((name) => {
    return name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
  });
  if (found.length === 0) throw new IncompleteShardsError(`no file matches ${pattern}`);
  return found.map((name) => join(folder, name));
}
