import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FileOutput } from './output.js';

const folder = mkdtempSync(join(tmpdir(), 'output-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('A file output', () => {
  it('counts bytes, not characters', async () => {
    const path = join(folder, 'new.csv');
    const output = await FileOutput.create(path, false);
    await output.write(Buffer.from('é😀\n'));
    await output.write(Buffer.from('b\n'));
    expect(output.bytes).toBe(9);
    await output.close();
    expect(readFileSync(path, 'utf8')).toBe('é😀\nb\n');
  });

  it('cuts what comes after the checkpoint, and continues there', async () => {
    const path = join(folder, 'continued.csv');
    writeFileSync(path, 'a\nb\nhalf a li');
    const output = await FileOutput.continue(path, 4);
    await output.write(Buffer.from('c\n'));
    await output.close();
    expect(readFileSync(path, 'utf8')).toBe('a\nb\nc\n');
  });

  it('refuses a file that is shorter than the checkpoint says', async () => {
    const path = join(folder, 'short.csv');
    writeFileSync(path, 'a\n');
    await expect(FileOutput.continue(path, 4)).rejects.toThrow('has 2 bytes, but the checkpoint says 4');
  });

  it('replaces a file only when it is told to', async () => {
    const path = join(folder, 'there.csv');
    writeFileSync(path, 'kept');
    await expect(FileOutput.create(path, false)).rejects.toMatchObject({ code: 'EEXIST' });
    await (await FileOutput.create(path, true)).close();
    expect(readFileSync(path, 'utf8')).toBe('');
  });
});
