import { PassThrough } from 'node:stream';
import { isMissing } from '#libs/testing';
import { describe, expect, it } from 'vitest';
import { createZstdDecompress, decompressZstd } from './decompress-zstd.js';
import { runZstd } from './run-zstd.js';

/** "good\n" and "bad\n" by `zstd -c`. */
const FIRST = Buffer.from('28b52ffd0458290000676f6f640aa69ad767', 'hex');
const SECOND = Buffer.from('28b52ffd0058210000' + '6261640a', 'hex');
const BOTH = Buffer.concat([FIRST, SECOND]);

async function* toChunks(...chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

async function readAll(output: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of output) parts.push(part);
  return Buffer.concat(parts).toString('latin1');
}

describe('decompressZstd', () => {
  it('gives each frame to a decompressor of its own', async () => {
    let created = 0;
    const create = () => {
      created++;
      return new PassThrough();
    };
    expect(await readAll(decompressZstd(toChunks(BOTH), create))).toBe(BOTH.toString('latin1'));
    expect(created).toBe(2);
  });
});

/** Node has a decompressor of its own from 22.15 on. */
const DECOMPRESSORS: readonly (readonly [name: string, (input: AsyncIterable<Buffer>) => AsyncIterable<Buffer>])[] = [
  ...(createZstdDecompress ? [['Node', (input: AsyncIterable<Buffer>) => decompressZstd(input)] as const] : []),
  ['the program zstd', (input: AsyncIterable<Buffer>) => runZstd(input)],
];
const isAbsent = isMissing('zstd');

describe.each(DECOMPRESSORS)('Zstandard data, decompressed by %s', (_, decompress) => {
  it.skipIf(isAbsent)('are read with all frames', async () => {
    expect(await readAll(decompress(toChunks(BOTH)))).toBe('good\nbad\n');
    expect(await readAll(decompress(toChunks(FIRST, SECOND)))).toBe('good\nbad\n');
  });

  it.skipIf(isAbsent)('are refused when they are cut, damaged or followed by other data', async () => {
    const damaged = Buffer.from(FIRST);
    damaged.writeUInt8(0x66, 9);
    for (const data of [FIRST.subarray(0, -1), damaged, Buffer.concat([FIRST, Buffer.from('text')])]) {
      await expect(readAll(decompress(toChunks(data)))).rejects.toThrow(
        /^the zstd data of the input are (cut|damaged)/,
      );
    }
  });

  it.skipIf(isAbsent)('pass the error of the input on', async () => {
    async function* fail(): AsyncGenerator<Buffer> {
      yield* toChunks(FIRST.subarray(0, 4));
      throw new Error('EIO');
    }
    await expect(readAll(decompress(fail()))).rejects.toThrow('EIO');
  });
});

describe('runZstd', () => {
  it('says what to install when there is no such program', async () => {
    await expect(readAll(runZstd(toChunks(FIRST), 'no-such-program'))).rejects.toThrow(
      'zstd data need the program zstd, or Node 22.15 or later: install one of them, or decompress the input',
    );
  });
});
