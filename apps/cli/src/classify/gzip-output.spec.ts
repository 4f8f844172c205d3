import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GzipOutput } from './gzip-output.js';
import type { Output } from './output.js';

/** Keeps what is written. */
class MemoryOutput implements Output {
  content = Buffer.alloc(0);
  synced = 0;

  get bytes(): number {
    return this.content.length;
  }

  write(content: Buffer): Promise<void> {
    this.content = Buffer.concat([this.content, content]);
    return Promise.resolve();
  }

  sync(): Promise<void> {
    this.synced = this.content.length;
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

describe('A gzip output', () => {
  it('holds everything that was written before a synchronization, and can be continued behind it', async () => {
    const memory = new MemoryOutput();
    const output = new GzipOutput(memory);
    await output.write(Buffer.from('a\n'));
    await output.write(Buffer.from('b\n'));
    await output.sync();
    expect(memory.synced).toBe(output.bytes);
    expect(gunzipSync(memory.content).toString()).toBe('a\nb\n');

    await output.write(Buffer.from('lost\n'));
    memory.content = memory.content.subarray(0, memory.synced);
    const continued = new GzipOutput(memory);
    await continued.write(Buffer.from('c\n'));
    await continued.sync();
    expect(gunzipSync(memory.content).toString()).toBe('a\nb\nc\n');
  });

  it('adds nothing at a synchronization without new content', async () => {
    const memory = new MemoryOutput();
    const output = new GzipOutput(memory);
    await output.write(Buffer.from('a\n'));
    await output.sync();
    const { bytes } = output;
    await output.sync();
    expect(output.bytes).toBe(bytes);
  });

  it('is a gzip file without any content too', async () => {
    const memory = new MemoryOutput();
    await new GzipOutput(memory).sync();
    expect(gunzipSync(memory.content).length).toBe(0);
  });

  it('keeps no more than a part in memory', async () => {
    const memory = new MemoryOutput();
    const output = new GzipOutput(memory);
    await output.write(Buffer.alloc(1 << 19));
    expect(output.bytes).toBe(0);
    await output.write(Buffer.alloc(1 << 19));
    expect(output.bytes).toBeGreaterThan(0);
  });
});
