import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { OutputLock } from './output-lock.js';

const folder = mkdtempSync(join(tmpdir(), 'output-lock-'));
const output = join(folder, 'scored.csv');
const path = `${output}.lock`;
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  rmSync(path, { force: true });
});

/** Writes the lock of this process, changed. */
async function writeLock(changes: object): Promise<void> {
  await OutputLock.acquire(output);
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...changes }));
}

describe('The lock of an output', () => {
  it('is refused while a process that runs has it, and names that process', async () => {
    await OutputLock.acquire(output);
    await expect(OutputLock.acquire(output)).rejects.toThrow(
      `process ${process.pid} is writing ${output}: wait until it has ended, or stop it`,
    );
  });

  it('is gone after its release', async () => {
    const lock = await OutputLock.acquire(output);
    await lock.release();
    expect(existsSync(path)).toBe(false);
    await (await OutputLock.acquire(output)).release();
  });

  it('is taken over from a process that has ended', async () => {
    const child = spawn(process.execPath, ['--eval', '']);
    await once(child, 'exit');
    await writeLock({ processId: child.pid, startTicks: '1' });
    await OutputLock.acquire(output);
    expect(readFileSync(path, 'utf8')).toContain(`"processId":${process.pid}`);
  });

  it('is taken over when a later process has the ID', async () => {
    await writeLock({ startTicks: '1' });
    await OutputLock.acquire(output);
  });

  it('is taken over from a process of another host', async () => {
    await writeLock({ host: 'another.example' });
    await OutputLock.acquire(output);
  });

  it('is taken over when it was not written to its end', async () => {
    writeFileSync(path, '{"host":');
    await OutputLock.acquire(output);
  });

  it('cannot be in a folder that does not exist', async () => {
    await expect(OutputLock.acquire(join(folder, 'missing/scored.csv'))).rejects.toThrow('there is no folder ');
  });
});
