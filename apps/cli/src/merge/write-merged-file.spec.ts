import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeShardRecord, writeShardRecord, type ShardRecord } from '../classify/shard/shard-record.js';
import { writeMergedFile } from './write-merged-file.js';

const RECORD: ShardRecord = {
  shard: { index: 0, count: 1 },
  identity: { options: '{}', shard: '0/1', modelDigest: 'a', maxWindows: 16, inputBytes: 9, inputChangedMs: 1 },
  outputBytes: 5,
  rows: 1,
  errors: 0,
};

let folder: string;
let part: string;
let merged: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'merged-'));
  [part, merged] = [join(folder, 'part-0.csv'), join(folder, 'all.csv')];
  writeFileSync(part, 'text\n');
  await writeShardRecord(part, RECORD);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

// The records are those that the merge read before it began to copy.
describe('The file of a merge', () => {
  it('has the bytes of the outputs', async () => {
    await writeMergedFile([{ path: part, record: RECORD }], merged);
    expect(readFileSync(merged, 'utf8')).toBe('text\n');
  });

  it.each<[string, () => Promise<void> | void]>([
    [
      'became longer',
      () => {
        writeFileSync(part, 'text\na\n');
      },
    ],
    [
      'became shorter',
      () => {
        writeFileSync(part, 'te');
      },
    ],
    ['was written by another run of the same size', () => writeShardRecord(part, { ...RECORD, errors: 1 })],
    ['is written again', () => removeShardRecord(part)],
    [
      'has a checkpoint',
      () => {
        writeFileSync(`${part}.checkpoint.json`, '{}');
      },
    ],
  ])('is not there when an output %s while it was copied', async (_, change) => {
    await change();
    await expect(writeMergedFile([{ path: part, record: RECORD }], merged)).rejects.toThrow(
      'part-0.csv was changed while it was copied',
    );
    expect(readdirSync(folder).filter((name) => name.startsWith('all.csv'))).toEqual([]);
  });
});
