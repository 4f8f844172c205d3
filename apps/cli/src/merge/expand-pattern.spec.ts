import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expandPattern } from './expand-pattern.js';
import { IncompleteShardsError } from './incomplete-shards-error.js';

/** Files beside the output of a shard. */
const COMPANIONS = ['shard.json', 'checkpoint.json', 'checkpoint.json.partial', 'lock', 'partial'].map(
  (suffix) => `part-0.csv.${suffix}`,
);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pattern-'));
  for (const name of ['part-0.csv', 'part-10.csv', ...COMPANIONS, 'other.csv', 'part-all.csv']) {
    writeFileSync(join(folder, name), '');
  }
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('A pattern of file names', () => {
  it.each([
    ['part-*.csv', ['part-0.csv', 'part-10.csv']],
    ['*.csv', ['other.csv', 'part-0.csv', 'part-10.csv']],
    ['part-*', ['part-0.csv', 'part-10.csv']],
    ['part-0.csv*', ['part-0.csv']],
    ['part-all.csv', ['part-all.csv']],
    ['missing.csv', ['missing.csv']],
  ])('%s stands for %j', async (pattern, names) => {
    const found = await expandPattern(join(folder, pattern), join(folder, 'part-all.csv'));
    expect(found.toSorted()).toEqual(names.map((name) => join(folder, name)));
  });

  it('stands for no file to write, and for none beside an output', async () => {
    await expect(expandPattern(join(folder, 'part-0.csv.*'), 'all.csv')).rejects.toThrow(IncompleteShardsError);
    await expect(expandPattern(join(folder, '*all.csv'), join(folder, '.', 'part-all.csv'))).rejects.toThrow(
      IncompleteShardsError,
    );
  });

  it('does not count one character for both sides of the *', async () => {
    await expect(expandPattern(join(folder, 'part-0.csv*.csv'), 'all.csv')).rejects.toThrow(IncompleteShardsError);
  });

  it.each(['part-*-*.csv', 'f*/part.csv'])('is refused as %s', async (pattern) => {
    await expect(expandPattern(join(folder, pattern), 'all.csv')).rejects.toThrow(
      'must have one * only, in the name of the file',
    );
  });
});
