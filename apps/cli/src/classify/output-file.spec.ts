import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { continueOutputFile, createOutputFile } from './output-file.js';

const folder = mkdtempSync(join(tmpdir(), 'output-file-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function writeTwice(path: string): Promise<Buffer> {
  const output = await createOutputFile(path, false);
  await output.write(Buffer.from('a\n'));
  await output.sync();
  const { bytes } = output;
  await output.write(Buffer.from('lost\n'));
  await output.close();
  const continued = await continueOutputFile(path, bytes);
  await continued.write(Buffer.from('b\n'));
  await continued.sync();
  await continued.close();
  return readFileSync(path);
}

describe('An output file', () => {
  it('is compressed when its suffix says so, and can be continued', async () => {
    expect(gunzipSync(await writeTwice(join(folder, 'a.csv.gz'))).toString()).toBe('a\nb\n');
    expect((await writeTwice(join(folder, 'a.csv'))).toString()).toBe('a\nb\n');
  });
});
