import { mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { ApiKeyFile } from './api-key-file.js';

const [FIRST, SECOND] = ['first-0123456789abcdef', 'second-0123456789abcdef'];

let folder: string;
let path: string;
let clock: ManualClock;
let reports: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
  path = join(folder, 'keys');
  clock = new ManualClock();
  reports = [];
  writeFileSync(path, `shop:${FIRST}\n`);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function open(): ApiKeyFile {
  const logger = {
    log: (line: string) => reports.push(`changed: ${line}`),
    warn: (line: string) => reports.push(`faulty: ${line}`),
  };
  return new ApiKeyFile({ path, clock, logger });
}

/** Lets the file be read again, once. */
async function reread(): Promise<void> {
  clock.advance(1_000);
  await expect.poll(() => clock.pendingMs().length).toBe(1);
}

describe('ApiKeyFile', () => {
  it('takes new keys over within a second, and forgets old ones', async () => {
    const file = open();
    writeFileSync(path, `shop:${SECOND}\n`);
    await reread();
    expect([file.keys.findName(FIRST), file.keys.findName(SECOND)]).toEqual([undefined, 'shop']);
    expect(reports).toEqual(['changed: API keys read again: 1']);
  });

  it('follows a link that is turned round, as Kubernetes does with a mounted secret', async () => {
    const [before, after] = [join(folder, 'before'), join(folder, 'after')];
    writeFileSync(before, `shop:${FIRST}\n`);
    writeFileSync(after, `shop:${SECOND}\n`);
    unlinkSync(path);
    symlinkSync(before, path);
    const file = open();
    unlinkSync(path);
    symlinkSync(after, path);
    await reread();
    expect(file.keys.findName(SECOND)).toBe('shop');
  });

  it('goes on with the keys from before when the file is faulty or gone, and says so once', async () => {
    const file = open();
    writeFileSync(path, 'shop:short\n');
    await reread();
    await reread();
    unlinkSync(path);
    await reread();
    await reread();
    expect(file.keys.findName(FIRST)).toBe('shop');
    expect(reports).toEqual([
      'faulty: API_KEYS_FILE the key in line 1 must have 16 to 256 visible ASCII characters; the keys from before go on',
      'faulty: API_KEYS_FILE cannot be read; the keys from before go on',
    ]);
  });

  it('says nothing while nothing changes', async () => {
    open();
    for (let turn = 0; turn < 5; turn++) await reread();
    expect(reports).toEqual([]);
  });

  it('is left alone after it is closed', async () => {
    const file = open();
    file.close();
    expect(clock.pendingMs()).toEqual([]);
    await Promise.resolve();
  });
});
