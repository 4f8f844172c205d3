import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expandPattern } from './expand-pattern.js';
import { IncompleteShardsError } from './incomplete-shards-error.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pattern-'));
  for (const name of ['part-0.csv', 'part-10.csv', 'part-0.csv.shard.json', 'other.csv']) {
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
    ['part-0.csv*', ['part-0.csv', 'part-0.csv.shard.json']],
    ['missing.csv', ['missing.csv']],
  ])('%s stands for %j', async (pattern, names) => {
    const found = await expandPattern(join(folder, pattern));
    expect(found.toSorted()).toEqual(names.map((name) => join(folder, name)));
  });

  it('does not count one character for both sides of the *', async () => {
    await expect(expandPattern(join(folder, 'part-0.csv*.csv'))).rejects.toThrow(IncompleteShardsError);
  });

  it.each(['part-*-*.csv', 'f*/part.csv'])('is refused as %s', async (pattern) => {
    await expect(expandPattern(join(folder, pattern))).rejects.toThrow('must have one * only, in the name of the file');
  });
});
