import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { TableInput } from './table-input.js';

const folder = mkdtempSync(join(tmpdir(), 'input-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const TEXT = 'text\nschön\n€ 5\n';

function open(name: string, content: Buffer) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return TableInput.open({ input: path, encoding: undefined });
}

async function read(input: TableInput, fromByte: number): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of input.read(fromByte)) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('A table input', () => {
  it.each([
    ['plain.csv', Buffer.from(TEXT)],
    ['mark.csv', Buffer.from(`\uFEFF${TEXT}`)],
    ['utf16.csv', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['windows.csv', Buffer.from(TEXT.replace('€', '\u0080'), 'latin1')],
    ['packed.csv.gz', gzipSync(TEXT)],
    ['packed-without-suffix.csv', gzipSync(`\uFEFF${TEXT}`)],
  ])('gives the same text, from any place on: %s', async (name, content) => {
    for (const fromByte of [0, 5, 12]) {
      const input = await open(name, content);
      expect(await read(input, fromByte)).toBe(Buffer.from(TEXT).subarray(fromByte).toString());
      input.close();
    }
  });

  it('tells the place in the file for one in the text', async () => {
    const content = 'text\n'.repeat(200_000);
    const packed = gzipSync(content);
    const input = await open('place.csv.gz', packed);
    await read(input, 0);
    expect(input.toRawByte(content.length)).toBe(packed.length);
    expect(input.toRawByte(content.length / 2)).toBe(packed.length / 2);
    expect((await open('place.csv', Buffer.from(content))).toRawByte(500)).toBe(500);
  });

  it('counts the place of invalid bytes from the start of the file', async () => {
    const damaged = Buffer.concat([Buffer.from(TEXT), Buffer.from([0xff])]);
    for (const fromByte of [0, 12]) {
      const input = await open('damaged.csv', damaged);
      await expect(read(input, fromByte)).rejects.toThrow('an invalid byte at byte offset 18');
    }
  });

  it('refuses data that are not what their suffix says', async () => {
    await expect(open('plain.csv.gz', Buffer.from(TEXT))).rejects.toThrow(
      'the input has no gzip data, as its suffix says',
    );
  });
});
