import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES, readSmallFile, readSmallFileSync } from './read-small-file.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'small-file-'));
  path = join(folder, 'file');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe.each([
  ['readSmallFile', readSmallFile],
  ['readSmallFileSync', (file: string) => Promise.resolve().then(() => readSmallFileSync(file))],
])('Small file reader: %s', (_, read) => {
  it.each(['', 'short\n', 'ä€😀', 'x'.repeat(200_000), '€'.repeat(100_000), 'x'.repeat(MAX_FILE_BYTES)])(
    'returns the content (%#)',
    async (content) => {
      writeFileSync(path, content);
      expect((await read(path)) === content).toBe(true);
    },
  );

  it('follows links', async () => {
    writeFileSync(join(folder, 'target'), 'content');
    symlinkSync('target', path);
    expect(await read(path)).toBe('content');
  });

  it.skipIf(process.platform !== 'linux')('reads a file of /proc, whose size is 0', async () => {
    expect(await read('/proc/self/status')).toContain('Pid:');
  });

  it('refuses a file with more than 1 MiB', async () => {
    writeFileSync(path, 'x'.repeat(MAX_FILE_BYTES + 1));
    await expect(read(path)).rejects.toThrow('it has more than 1048576 bytes');
  });

  it.skipIf(process.platform === 'win32')('refuses a named pipe, and does not wait for its writer', async () => {
    execFileSync('mkfifo', [path]);
    await expect(read(path)).rejects.toThrow('it is not a regular file');
  });

  it.each(process.platform === 'win32' ? ['/'] : ['/dev/zero', '/'])(
    'refuses a device and a folder: %s',
    async (other) => {
      await expect(read(other)).rejects.toThrow('it is not a regular file');
    },
  );

  it('says why a file cannot be read, and does not quote its path', async () => {
    await expect(read(path)).rejects.toThrow(/^the system answers ENOENT$/);
  });
});
