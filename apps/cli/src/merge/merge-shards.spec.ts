import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openModelFolder } from '#libs/inference';
import { repository } from '#libs/testing';
import type { RunIdentity } from '../classify/checkpoint.js';
import { writeShardRecord, type ShardRecord } from '../classify/shard/shard-record.js';
import { mergeShards } from './merge-shards.js';

const IDENTITY: RunIdentity = {
  options: '{}',
  shard: '',
  modelDigest: 'a',
  maxWindows: 16,
  inputBytes: 9,
  inputChangedMs: 1,
};
const PARTS = ['text,sentiment\na,POSITIVE\n', '', 'b,NEGATIVE\nc,POSITIVE\n'];

let folder: string;
let output: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'merge-'));
  output = join(folder, 'all.csv');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Writes the output of a shard. @returns its path */
async function writePart(
  index: number,
  { name = `part-${index}.csv`, ...changes }: Partial<ShardRecord> & { readonly name?: string } = {},
): Promise<string> {
  const path = join(folder, name);
  const content = PARTS[index] ?? '';
  writeFileSync(path, content);
  const identity = { ...IDENTITY, shard: `${index}/3` };
  const rows = [1, 0, 3][index] ?? 0;
  await writeShardRecord(path, {
    shard: { index, count: 3 },
    identity,
    outputBytes: content.length,
    rows,
    errors: index,
    ...changes,
  });
  return path;
}

const writeParts = () => Promise.all([0, 1, 2].map((index) => writePart(index)));
const ENVIRONMENT = { time: { nowMs: () => 0, sleep: () => Promise.resolve() }, onWait: () => undefined };
const OPTIONS = { waitMinutes: 0, source: undefined, modelDir: undefined };
const merge = (inputs: readonly string[], force = false) => {
  return mergeShards({ ...OPTIONS, inputs, output, force }, ENVIRONMENT);
};

describe('Merge of shards', () => {
  it('puts them together in their order, whatever the order of their names is', async () => {
    const parts = await writeParts();
    expect(await merge(parts.toReversed())).toEqual({ shards: 3, rows: 3, errors: 3 });
    expect(readFileSync(output, 'utf8')).toBe(PARTS.join(''));
    expect(readdirSync(folder).filter((name) => /partial|lock/.test(name))).toEqual([]);
  });

  it('finds them by a pattern, beside a former result', async () => {
    await writeParts();
    output = join(folder, 'part-all.csv');
    writeFileSync(output, 'former');
    expect(await merge([join(folder, 'part-*.csv')], true)).toMatchObject({ shards: 3 });
    expect(await merge([join(folder, 'part-*')], true)).toMatchObject({ shards: 3 });
  });

  it('waits for an output whose record is there already', async () => {
    const parts = await writeParts();
    rmSync(parts[2] ?? '');
    const sleep = async () => {
      await writePart(2);
    };
    const waiting = { ...OPTIONS, waitMinutes: 1, inputs: parts, output, force: false };
    const reasons: string[] = [];
    const time = { nowMs: () => 0, sleep };
    await mergeShards(waiting, { time, onWait: (reason) => reasons.push(reason) });
    expect(reasons).toEqual([expect.stringContaining('part-2.csv is missing')]);
    expect(readFileSync(output, 'utf8')).toBe(PARTS.join(''));
  });

  it('finds them by a pattern', async () => {
    await writeParts();
    expect(await merge([join(folder, 'part-*.csv')])).toMatchObject({ shards: 3, rows: 3 });
    expect(readFileSync(output, 'utf8')).toBe(PARTS.join(''));
  });

  it('takes copies of the input with other times', async () => {
    const [first = '', second = ''] = await writeParts();
    const third = await writePart(2, { identity: { ...IDENTITY, inputChangedMs: 2 } });
    expect((await merge([first, second, third])).rows).toBe(3);
  });

  it.each<[string, () => Promise<string[]>, string]>([
    ['a shard is missing', async () => (await writeParts()).slice(0, 2), 'the output of shard 2/3 is missing'],
    [
      'a shard is there twice',
      async () => [...(await writeParts()), await writePart(2, { name: 'again.csv' })],
      'are both of shard 2/3',
    ],
    [
      'a shard has no record',
      async () => {
        const parts = await writeParts();
        rmSync(`${parts[1]}.shard.json`);
        return parts;
      },
      'has no record',
    ],
    [
      'the record of a shard is there before its output',
      async () => {
        const parts = await writeParts();
        rmSync(parts[1] ?? '');
        return parts;
      },
      'part-1.csv is missing, but has a record',
    ],
    [
      'a shard is not complete',
      async () => {
        const parts = await writeParts();
        writeFileSync(`${parts[1]}.checkpoint.json`, '{}');
        return parts;
      },
      'is not complete: continue its run with --resume',
    ],
    [
      'an output was changed',
      async () => {
        const parts = await writeParts();
        writeFileSync(parts[2] ?? '', 'b');
        return parts;
      },
      'the file was changed',
    ],
    [
      'a shard has another model',
      async () => [
        ...(await writeParts()).slice(0, 2),
        await writePart(2, { identity: { ...IDENTITY, modelDigest: 'b' } }),
      ],
      'are of different runs: they differ in the model',
    ],
    [
      'a shard is one of another number',
      async () => [...(await writeParts()).slice(0, 2), await writePart(2, { shard: { index: 2, count: 4 } })],
      'is one of 3 shards, but',
    ],
    [
      'one of them is compressed',
      async () => [...(await writeParts()).slice(0, 2), await writePart(2, { name: 'part-2.csv.gz' })],
      'must both be compressed',
    ],
  ])('refuses when %s, and leaves no output', async (_, prepare, message) => {
    await expect(merge(await prepare())).rejects.toThrow(message);
    expect(readdirSync(folder)).not.toContain('all.csv');
  });

  describe('compares the shards with the source and the model', () => {
    const model = join(repository, 'model-artifacts/minilm-l6-sentiment');
    let source: string;
    let identity: RunIdentity;

    beforeEach(async () => {
      source = join(folder, 'reviews.csv');
      writeFileSync(source, 'text\n');
      const { size, mtimeMs } = statSync(source);
      const { digest } = (await openModelFolder(model, 16)).description;
      identity = { ...IDENTITY, inputBytes: size, inputChangedMs: mtimeMs, modelDigest: digest };
    });

    const mergeOrigin = async (changes: Partial<RunIdentity>) => {
      const parts = [0, 1, 2].map((index) => writePart(index, { identity: { ...identity, ...changes } }));
      return mergeShards(
        { ...OPTIONS, inputs: await Promise.all(parts), output, force: false, source, modelDir: model },
        ENVIRONMENT,
      );
    };

    it('and takes those that are of them', async () => {
      expect(await mergeOrigin({})).toMatchObject({ shards: 3 });
    });

    it.each<[string, Partial<RunIdentity>]>([
      ['the size of the input', { inputBytes: 4 }],
      ['the time of the last change of the input', { inputChangedMs: 1 }],
      ['the model', { modelDigest: 'b' }],
    ])('and refuses them when %s changed', async (difference, changes) => {
      await expect(mergeOrigin(changes)).rejects.toThrow(`part-0.csv is of another run: ${difference} changed`);
      expect(readdirSync(folder)).not.toContain('all.csv');
    });
  });

  it('replaces an output only if it is told to', async () => {
    const parts = await writeParts();
    writeFileSync(output, 'former');
    await expect(merge(parts)).rejects.toThrow('exists: replace it with --force');
    expect(readFileSync(output, 'utf8')).toBe('former');
    await merge(parts, true);
    expect(readFileSync(output, 'utf8')).toBe(PARTS.join(''));
  });
});
