import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  getCheckpointPath,
  listDifferences,
  readCheckpoint,
  removeCheckpoint,
  writeCheckpoint,
  type Checkpoint,
} from './checkpoint.js';

const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const CHECKPOINT: Checkpoint = {
  identity: { options: '{}', shard: '', modelDigest: 'a', maxWindows: 16, inputBytes: 100, inputChangedMs: 5 },
  start: { header: ['id', 'text'], delimiter: ';', lineBreak: '\r\n' },
  inputByte: 50,
  outputBytes: 80,
  rows: 3,
  errors: 1,
};

describe('A checkpoint', () => {
  it('is read as it was written last, and leaves no other file', async () => {
    const path = getCheckpointPath(join(folder, 'scored.csv'));
    await writeCheckpoint(path, { ...CHECKPOINT, rows: 1 });
    await writeCheckpoint(path, CHECKPOINT);
    expect(await readCheckpoint(path)).toEqual(CHECKPOINT);
    expect(readdirSync(folder)).toEqual(['scored.csv.checkpoint.json']);
  });

  it('is gone when it is removed', async () => {
    const path = getCheckpointPath(join(folder, 'removed.csv'));
    await writeCheckpoint(path, CHECKPOINT);
    await removeCheckpoint(path);
    expect(await readCheckpoint(path)).toBeUndefined();
  });

  it('names everything that differs from another run', () => {
    const { identity } = CHECKPOINT;
    expect(listDifferences(identity, { ...identity })).toEqual([]);
    const other = { options: '', shard: '0/2', modelDigest: 'b', maxWindows: 1, inputBytes: 1, inputChangedMs: 6 };
    expect(listDifferences(identity, other)).toEqual([
      'the options',
      'the shard',
      'the model',
      'the setting MAX_WINDOWS',
      'the size of the input',
      'the time of the last change of the input',
    ]);
  });
});
