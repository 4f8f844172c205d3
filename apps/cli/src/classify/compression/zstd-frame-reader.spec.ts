import { describe, expect, it } from 'vitest';
import { ZstdFrameReader } from './zstd-frame-reader.js';

/** "good\n" by `zstd -c`, with a checksum; "bad\n" by `zstd -c --no-check`. */
const CHECKED = Buffer.from('28b52ffd0458290000676f6f640aa69ad767', 'hex');
const UNCHECKED = Buffer.from('28b52ffd0058210000626164 0a'.replace(' ', ''), 'hex');
/** A frame with three bytes that are no content. */
const SKIPPABLE = Buffer.from('532a4d1803000000aabbcc', 'hex');
/** A block of five times the same byte, then an empty one. */
const REPEATED = Buffer.from('28b52ffd0000' + '2a0000' + '61' + '010000', 'hex');

async function* divide(bytes: Buffer, chunkBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes)
    yield await Promise.resolve(bytes.subarray(at, at + chunkBytes));
}

async function readFrames(bytes: Buffer, chunkBytes: number): Promise<string[]> {
  const reader = new ZstdFrameReader(divide(bytes, chunkBytes));
  const frames: string[] = [];
  for (let frame = await reader.nextFrame(); frame; frame = await reader.nextFrame()) {
    const parts: Buffer[] = [];
    for await (const part of frame) parts.push(part);
    frames.push(Buffer.concat(parts).toString('hex'));
  }
  return frames;
}

describe('A reader of Zstandard frames', () => {
  const all = [CHECKED, SKIPPABLE, UNCHECKED, REPEATED];

  it.each([1, 3, 1_000])('divides data into frames, in chunks of %i bytes', async (chunkBytes) => {
    const frames = [CHECKED, UNCHECKED, REPEATED].map((frame) => frame.toString('hex'));
    expect(await readFrames(Buffer.concat(all), chunkBytes)).toEqual(frames);
  });

  it('reads nothing from nothing', async () => {
    expect(await readFrames(Buffer.alloc(0), 1)).toEqual([]);
  });

  it('refuses data that are cut anywhere but between two frames', async () => {
    const data = Buffer.concat(all);
    const ends = all.map((_, index) => Buffer.concat(all.slice(0, index + 1)).length);
    for (let bytes = 1; bytes < data.length; bytes++) {
      const result = readFrames(data.subarray(0, bytes), 4);
      if (ends.includes(bytes)) await expect(result).resolves.toBeDefined();
      else await expect(result, String(bytes)).rejects.toThrow('the zstd data of the input are cut');
    }
  });

  it('refuses other data behind a frame, and blocks of an unknown type', async () => {
    await expect(readFrames(Buffer.concat([CHECKED, Buffer.from('text')]), 9)).rejects.toThrow('are damaged');
    const unknown = Buffer.from(UNCHECKED);
    unknown.writeUInt8(0x27, 6);
    await expect(readFrames(unknown, 9)).rejects.toThrow('are damaged');
  });
});
