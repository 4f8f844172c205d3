import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from './gunzip.js';

const [first, second] = [gzipSync('good\n'), gzipSync('bad\n')];
const both = Buffer.concat([first, second]);

async function* divide(bytes: Buffer, chunkBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes)
    yield await Promise.resolve(bytes.subarray(at, at + chunkBytes));
}

async function read(bytes: Buffer, chunkBytes = bytes.length): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of gunzip(divide(bytes, Math.max(1, chunkBytes)))) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('gunzip', () => {
  it.each([1, 2, 7, first.length, 1_000])('reads all members in chunks of %i bytes', async (chunkBytes) => {
    expect(await read(both, chunkBytes)).toBe('good\nbad\n');
  });

  it('allows zero bytes behind the last member', async () => {
    expect(await read(Buffer.concat([both, Buffer.alloc(512)]))).toBe('good\nbad\n');
  });

  it('refuses an input that is cut anywhere but between two members', async () => {
    for (let bytes = 1; bytes < both.length; bytes++) {
      const result = read(both.subarray(0, bytes), 5);
      if (bytes === first.length) expect(await result).toBe('good\n');
      else await expect(result, String(bytes)).rejects.toThrow('damaged or cut: unexpected end of file');
    }
  });

  it.each([1, 1_000])('gives no other text when any byte is damaged, in chunks of %i bytes', async (chunkBytes) => {
    for (let at = 0; at < both.length; at++) {
      for (const byte of [0, (both[at] ?? 0) ^ 0x55]) {
        const damaged = Buffer.from(both);
        damaged[at] = byte;
        const result = await read(damaged, chunkBytes).catch((error: unknown) => String(error));
        // The name of the system and the time are no data.
        expect(result === 'good\nbad\n' || result.includes('damaged or cut'), `${at}: ${result}`).toBe(true);
      }
    }
  });

  it('passes the error of the input on', async () => {
    async function* fail(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(first);
      throw new Error('EIO');
    }
    const chunks = gunzip(fail());
    const readAll = async () => {
      while (!(await chunks.next()).done);
    };
    await expect(readAll()).rejects.toThrow('EIO');
  });
});
