import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { LineWriter } from './line-writer.js';

/** A descriptor with so much room, that fails as it is told. */
class Descriptor {
  written = '';
  room = Number.POSITIVE_INFINITY;
  failure: string | undefined;
  readonly parts: Buffer[] = [];
  writes = 0;

  readonly writeSync = (bytes: Buffer): number => {
    this.writes++;
    if (this.failure !== undefined) throw Object.assign(new Error(this.failure), { code: this.failure });
    if (this.room === 0) throw Object.assign(new Error('EAGAIN'), { code: 'EAGAIN' });
    const part = bytes.subarray(0, this.room);
    this.room -= part.length;
    this.written += part.toString();
    this.parts.push(part);
    return part.length;
  };
}

function open() {
  const descriptor = new Descriptor();
  const clock = new ManualClock();
  return { descriptor, clock, writer: new LineWriter({ clock, writeSync: descriptor.writeSync }) };
}

describe('LineWriter', () => {
  it('writes lines together, within a tenth of a second', () => {
    const { descriptor, clock, writer } = open();
    writer.write('one\n');
    writer.write('two\n');
    expect(descriptor.writes).toBe(0);
    clock.advance(100);
    expect([descriptor.written, descriptor.writes]).toEqual(['one\ntwo\n', 1]);
  });

  it('writes at once when there is enough to write', () => {
    const { descriptor, writer } = open();
    writer.write(`${'x'.repeat(4_096)}\n`);
    expect(descriptor.written).toHaveLength(4_097);
  });

  it('goes on where it was when there is room again, in the middle of a character too', () => {
    const { descriptor, clock, writer } = open();
    descriptor.room = 5;
    writer.write('caffè latte\n');
    clock.advance(100);
    expect(writer.flush()).toBe(false);
    descriptor.room = Number.POSITIVE_INFINITY;
    clock.advance(100);
    expect(Buffer.byteLength(descriptor.written)).toBeGreaterThanOrEqual(13);
    expect(writer.flush()).toBe(true);
  });

  it('drops lines when nobody reads, and goes on when somebody does', () => {
    const { descriptor, clock, writer } = open();
    descriptor.room = 0;
    for (let line = 0; line < 3_000; line++) writer.write(`${'x'.repeat(999)}\n`);
    descriptor.room = Number.POSITIVE_INFINITY;
    clock.advance(100);
    expect(descriptor.written.length).toBeLessThan(1.1 * 1024 * 1024);
    expect(descriptor.written.endsWith('\n')).toBe(true);
    writer.write('again\n');
    clock.advance(100);
    expect(descriptor.written.endsWith('again\n')).toBe(true);
  });

  it('writes whole lines together, as many as a pipe takes at once', () => {
    const { descriptor, clock, writer } = open();
    for (let line = 0; line < 5; line++) writer.write(`${'x'.repeat(999)}\n`);
    clock.advance(100);
    expect(descriptor.parts.map((part) => part.length)).toEqual([4_000, 1_000]);
  });

  it('writes a line that is longer than that by itself', () => {
    const { descriptor, clock, writer } = open();
    writer.write(`${'x'.repeat(9_999)}\n`);
    writer.write('short\n');
    clock.advance(100);
    expect(descriptor.parts.map((part) => part.length)).toEqual([10_000, 6]);
  });

  it('ends a line of which only a part could be written', () => {
    const { descriptor, clock, writer } = open();
    descriptor.room = 5;
    writer.write('the rest is lost\n');
    clock.advance(100);
    descriptor.failure = 'ENOSPC';
    clock.advance(100);
    descriptor.failure = undefined;
    descriptor.room = Number.POSITIVE_INFINITY;
    writer.write('kept\n');
    clock.advance(100);
    expect(descriptor.written).toBe('the r\nkept\n');
  });

  it.each(['EPIPE', 'ENOSPC', 'EIO'])('lets lines go that cannot be written (%s), and throws nothing', (code) => {
    const { descriptor, clock, writer } = open();
    descriptor.failure = code;
    writer.write('lost\n');
    clock.advance(100);
    descriptor.failure = undefined;
    writer.write('kept\n');
    clock.advance(100);
    expect(descriptor.written).toBe('kept\n');
  });
});
