import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { repository } from '#libs/testing';
import { packEld } from './pack-eld.js';

const BUILD = join(repository, 'dist/libs/analysis/src');
const MAX_ADDED_BYTES = 30_000_000;

/** Prints the resident memory that the first use and ten thousand texts add to a process: at the end, and at most. */
const MEASURE = `
  import { setTimeout } from 'node:timers/promises';
  import { LanguageDetectorProvider } from ${JSON.stringify(join(BUILD, 'index.js'))};
  const settle = async () => {
    for (let turn = 0; turn < 4; turn++) {
      gc();
      await setTimeout(50);
    }
  };
  await settle();
  const before = process.memoryUsage.rss();
  const detector = await new LanguageDetectorProvider().get();
  const word = (seed) => (seed * 2654435761 % 2 ** 32).toString(36).replace(/[0-9]/g, 'e');
  for (let text = 0; text < 10_000; text++) {
    detector.detect(Array.from({ length: 20 }, (_, index) => word(20 * text + index)).join(' '));
  }
  const mostBytes = process.resourceUsage().maxRSS * 1024 - before;
  await settle();
  console.log(JSON.stringify({ steadyBytes: process.memoryUsage.rss() - before, mostBytes }));
`;

describe('Language detection: the build', () => {
  it('has the packed table', async () => {
    const table = await readFile(join(BUILD, 'language/language-table.bin'));
    expect(table.equals(new Uint8Array(await packEld('extrasmall')))).toBe(true);
  });

  it('adds at most 30 MB to the memory of a process', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      '--input-type=module',
      '-e',
      MEASURE,
    ]);
    const { steadyBytes, mostBytes } = JSON.parse(stdout) as { steadyBytes: number; mostBytes: number };
    expect(steadyBytes).toBeLessThan(MAX_ADDED_BYTES);
    expect(mostBytes).toBeLessThan(MAX_ADDED_BYTES);
    expect(mostBytes).toBeGreaterThan(0);
  });
});
