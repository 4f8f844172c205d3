import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runClassify, runSentiment } from './run-classify.js';

const SHARDS = 2;

/** Of one attempt of one test: CI repeats a test that failed, and the second attempt must find no output of the first. */
let folder: string;
let input: string;

const getPart = (index: number) => join(folder, `part-${index}.csv`);

function classifyShard(index: number) {
  return runClassify([input, '--output', getPart(index), '--shard', `${index}/${SHARDS}`]);
}

async function merge(inputs: readonly string[], output: string): Promise<void> {
  const { code, stderr } = await runSentiment(['merge', ...inputs, '--output', output]);
  expect(code, stderr).toBe(0);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shards-'));
  input = join(folder, 'reviews.csv');
  writeFileSync(input, 'text\nFine\nBad\n');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('sentiment classify --shard', () => {
  it('refuses to resume another shard', async () => {
    expect((await classifyShard(1)).code).toBe(0);
    const other = await runClassify([input, '--output', getPart(1), '--shard', `0/${SHARDS}`, '--resume']);
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('there is nothing to resume') as string });
  });

  it('divides a compressed file of NDJSON into sentences, with more shards than rows', async () => {
    const lines = ['It rained. We danced!', 'No'].map((text) => `${JSON.stringify({ text })}\n`);
    const source = join(folder, 'few.ndjson.gz');
    writeFileSync(source, gzipSync(lines.join('')));
    const whole = await runClassify([source, '--sentences']);
    const outputs: string[] = [];
    for (const index of [0, 1, 2]) {
      const output = join(folder, `few-${index}.ndjson`);
      const ended = await runClassify([source, '--sentences', '--output', output, '--shard', `${index}/3`]);
      expect(ended.code, ended.stderr).toBe(0);
      outputs.push(output);
    }
    const merged = join(folder, 'few.ndjson');
    await merge(outputs, merged);
    expect(readFileSync(merged, 'utf8')).toBe(whole.stdout);
  });

  it('refuses the standard input, the standard output and a shard that does not exist', async () => {
    const ended = await Promise.all([
      runClassify(['-', '--output', join(folder, 'a.csv'), '--shard', '0/2']),
      runClassify([input, '--shard', '0/2']),
      classifyShard(SHARDS),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(ended[0].stderr).toContain('--shard needs a file as input, and --output');
    expect(ended[2].stderr).toContain('--shard must be <index>/<count>');
  });
});
