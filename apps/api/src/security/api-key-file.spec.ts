import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
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

function open(readFile?: (path: string) => Promise<string>): ApiKeyFile {
  const logger = {
    log: (line: string) => reports.push(`changed: ${line}`),
    warn: (line: string) => reports.push(`faulty: ${line}`),
  };
  return new ApiKeyFile({ path, clock, logger, ...(readFile && { readFile }) });
}

/** Lets the file be read again, once. The next read is scheduled when the read has ended; until then its time limit is. */
async function reread(): Promise<void> {
  clock.advance(500);
  expect(clock.pendingMs()).toEqual([2_000]);
  await expect.poll(() => clock.pendingMs()).toEqual([500]);
}

describe('API key file', () => {
  it('takes new keys over within a second, and forgets old ones', async () => {
    const file = open();
    writeFileSync(path, `shop:${SECOND}\n`);
    await reread();
    expect([file.keys.findName(FIRST), file.keys.findName(SECOND)]).toEqual([undefined, 'shop']);
    expect(reports).toEqual(['changed: the service has read API_KEYS_FILE again; API keys in use: 1']);
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

  it.each([
    ['emptied', () => writeFileSync(path, ''), 'has no key'],
    ['left with comments only', () => writeFileSync(path, '# soon\n'), 'has no key'],
    ['deleted', () => unlinkSync(path), 'cannot be read: the system answers ENOENT'],
    [
      'broken in one line',
      () => writeFileSync(path, `office:${SECOND}\nshop:hunter2\n`),
      'must have a key of 16 to 256 visible ASCII characters in line 2',
    ],
    [
      'given a key twice',
      () => writeFileSync(path, `office:${SECOND}\nshop:${SECOND}\n`),
      'has the same key in lines 1 and 2',
    ],
    [
      'replaced by a pipe',
      () => {
        unlinkSync(path);
        execFileSync('mkfifo', [path]);
      },
      'cannot be read: it is not a regular file',
    ],
    [
      'made too long',
      () => writeFileSync(path, `office:${SECOND}\n#`.padEnd(1024 * 1024 + 1, '#')),
      'cannot be read: it has more than 1048576 bytes',
    ],
  ])('keeps the last valid keys when the file is %s, warns once, and recovers', async (_, damage, fault) => {
    const file = open();
    damage();
    for (let turn = 0; turn < 3; turn++) await reread();
    expect([file.keys.findName(FIRST), file.keys.findName(SECOND), file.fault]).toEqual(['shop', undefined, fault]);
    const warning = `faulty: API_KEYS_FILE ${fault}; the last valid keys stay in use`;
    expect(reports).toEqual([warning]);
    rmSync(path, { force: true });
    writeFileSync(path, `office:${SECOND}\n`);
    await expect
      .poll(async () => {
        await reread();
        return file.fault;
      })
      .toBeUndefined();
    expect([file.keys.findName(FIRST), file.keys.findName(SECOND)]).toEqual([undefined, 'office']);
    expect(reports).toEqual([warning, 'changed: the service has read API_KEYS_FILE again; API keys in use: 1']);
  });

  it('warns again when the fault is another one, and takes the content from before back', async () => {
    const file = open();
    writeFileSync(path, '');
    await reread();
    unlinkSync(path);
    await reread();
    writeFileSync(path, `shop:${FIRST}\n`);
    await reread();
    expect(file.fault).toBeUndefined();
    expect(reports.map((report) => report.split(';')[0])).toEqual([
      'faulty: API_KEYS_FILE has no key',
      'faulty: API_KEYS_FILE cannot be read: the system answers ENOENT',
      'changed: the service has read API_KEYS_FILE again',
    ]);
  });

  it('takes two keys of one name', async () => {
    const file = open();
    writeFileSync(path, `shop:${FIRST}\nshop:${SECOND}\n`);
    await reread();
    expect([file.keys.findName(FIRST), file.keys.findName(SECOND), file.fault]).toEqual(['shop', 'shop', undefined]);
  });

  it('reports a read that does not end, begins no other, and goes on when it has ended', async () => {
    const reads: ((content: string) => void)[] = [];
    const file = open(() => new Promise((resolve) => reads.push(resolve)));
    clock.advance(500);
    clock.advance(2_000);
    await expect.poll(() => file.fault).toBe('cannot be read: it was not read within 2000 ms');
    for (let turn = 0; turn < 5; turn++) {
      await expect.poll(() => clock.pendingMs()).toEqual([500]);
      clock.advance(500);
      await expect.poll(() => clock.pendingMs()).toEqual([2_000]);
      clock.advance(2_000);
    }
    expect([reads.length, reports.length, file.keys.findName(FIRST)]).toEqual([1, 1, 'shop']);
    reads[0]?.(`shop:${SECOND}\n`);
    await expect.poll(() => clock.pendingMs()).toEqual([500]);
    clock.advance(500);
    reads[1]?.(`shop:${SECOND}\n`);
    await expect.poll(() => file.keys.findName(SECOND)).toBe('shop');
    expect(file.fault).toBeUndefined();
  });

  it('says nothing while nothing changes', async () => {
    let reads = 0;
    open((file) => {
      reads++;
      return readFile(file, 'utf8');
    });
    for (let turn = 0; turn < 5; turn++) await reread();
    expect([reads, reports]).toEqual([5, []]);
  });

  it('is left alone after it is closed', async () => {
    const file = open();
    await file.close();
    writeFileSync(path, `shop:${SECOND}\n`);
    clock.advance(10_000);
    expect(clock.pendingMs()).toEqual([]);
    expect(file.keys.findName(FIRST)).toBe('shop');
  });

  it('waits for a pending read for a second when it is closed, and ignores its content', async () => {
    const reads: ((content: string) => void)[] = [];
    const file = open(() => new Promise((resolve) => reads.push(resolve)));
    clock.advance(500);
    let isClosed = false;
    const closed = file.close().then(() => (isClosed = true));
    clock.advance(999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(false);
    clock.advance(1);
    await closed;
    expect(clock.pendingMs()).toEqual([1_000]);
    reads[0]?.(`shop:${SECOND}\n`);
    // The end of the read cancels its time limit.
    await expect.poll(() => clock.pendingMs()).toEqual([]);
    expect([file.keys.findName(FIRST), file.fault, reports]).toEqual(['shop', undefined, []]);
  });
});
