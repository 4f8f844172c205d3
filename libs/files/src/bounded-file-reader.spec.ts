import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { BoundedFileReader } from './bounded-file-reader.js';

/** A reader of a file whose reads end when a test says so. */
function openReader() {
  const clock = new ManualClock();
  const reads: { resolve: (content: string) => void; reject: (error: Error) => void }[] = [];
  const reader = new BoundedFileReader({
    path: 'file',
    clock,
    timeLimitMs: 2_000,
    readFile: () => new Promise((resolve, reject) => reads.push({ resolve, reject })),
  });
  return { clock, reads, reader };
}

describe('Bounded file reader', () => {
  it('returns the content and leaves no timer', async () => {
    const { clock, reads, reader } = openReader();
    const read = reader.read();
    reads[0]?.resolve('content');
    expect(await read).toBe('content');
    expect(clock.pendingMs()).toEqual([]);
  });

  it('refuses a read that takes longer than its time limit', async () => {
    const { clock, reader } = openReader();
    const read = reader.read();
    clock.advance(2_000);
    await expect(read).rejects.toThrow('it was not read within 2000 ms');
  });

  it('never has two reads at a time, and reads again when the pending read has ended', async () => {
    const { clock, reads, reader } = openReader();
    for (let turn = 0; turn < 5; turn++) {
      const read = reader.read();
      clock.advance(2_000);
      await expect(read).rejects.toThrow('it was not read');
    }
    expect(reads).toHaveLength(1);
    reads[0]?.reject(new Error('stale'));
    await expect.poll(() => clock.pendingMs()).toEqual([]);
    const read = reader.read();
    reads[1]?.resolve('new');
    expect(await read).toBe('new');
    expect(reads).toHaveLength(2);
  });

  it('settles at once when no read is pending, and with a pending read', async () => {
    const { clock, reads, reader } = openReader();
    await reader.settle(1_000);
    expect(clock.pendingMs()).toEqual([]);
    const read = reader.read();
    const settled = reader.settle(1_000);
    expect(clock.pendingMs()).toEqual([1_000, 2_000]);
    reads[0]?.resolve('content');
    await settled;
    expect(await read).toBe('content');
    expect(clock.pendingMs()).toEqual([]);
  });

  it('settles after the limit when a read is stuck, and not before', async () => {
    const { clock, reads, reader } = openReader();
    const read = reader.read();
    let hasSettled = false;
    const settled = reader.settle(1_000).then(() => (hasSettled = true));
    clock.advance(999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasSettled).toBe(false);
    clock.advance(1);
    await settled;
    reads[0]?.resolve('content');
    expect(await read).toBe('content');
  });
});
