import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { LineWriter } from './line-writer.js';

/** A descriptor with room for a number of bytes, that fails as the test says. */
class Descriptor {
  room = Number.POSITIVE_INFINITY;
  failure: string | undefined;
  writes = 0;
  /** The bytes of each successful write. */
  readonly parts: Buffer[] = [];

  readonly writeSync = (bytes: Buffer): number => {
    this.writes++;
    if (this.failure !== undefined) throw Object.assign(new Error(this.failure), { code: this.failure });
    if (this.room === 0) throw Object.assign(new Error('EAGAIN'), { code: 'EAGAIN' });
    const part = Buffer.from(bytes.subarray(0, this.room));
    this.room -= part.length;
    this.parts.push(part);
    return part.length;
  };

  /** All bytes that were written. A part may end in the middle of a character, so the parts are decoded together. */
  get written(): string {
    return Buffer.concat(this.parts).toString();
  }
}

function open() {
  const descriptor = new Descriptor();
  const clock = new ManualClock();
  return { descriptor, clock, writer: new LineWriter({ clock, writeSync: descriptor.writeSync }) };
}

/** A line of 1,000 bytes that differs from every other one. */
const toLine = (number: number): string => `${String(number).padEnd(999, '.')}\n`;

describe('Log line writer', () => {
  it('writes lines together, within a tenth of a second', () => {
    const { descriptor, clock, writer } = open();
    writer.write('one\n');
    writer.write('two\n');
    clock.advance(99);
    expect(descriptor.writes).toBe(0);
    clock.advance(1);
    expect([descriptor.written, descriptor.writes]).toEqual(['one\ntwo\n', 1]);
  });

  it('writes at once when 4 KiB wait', () => {
    const { descriptor, writer } = open();
    const lines = [0, 1, 2, 3].map(toLine);
    for (const line of lines) writer.write(line);
    expect(descriptor.written).toBe('');
    const last = `${'x'.repeat(95)}\n`;
    writer.write(last);
    expect(descriptor.written).toBe(lines.join('') + last);
  });

  it('goes on where it was when there is room again, in the middle of a character too', () => {
    const { descriptor, clock, writer } = open();
    descriptor.room = 5;
    writer.write('caffè latte\n');
    clock.advance(100);
    expect(writer.flush()).toBe(false);
    expect(descriptor.parts).toEqual([Buffer.from('caffè').subarray(0, 5)]);
    descriptor.room = Number.POSITIVE_INFINITY;
    clock.advance(100);
    expect(descriptor.written).toBe('caffè latte\n');
    expect(writer.flush()).toBe(true);
  });

  it('writes every byte once and in order, however little room there is', () => {
    const line = fc
      .oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom('x'.repeat(3_000), 'é'.repeat(3_000)))
      .map((text) => `${text.replaceAll('\n', ' ')}\n`);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.array(fc.nat(5_000)), (lines, rooms) => {
        const { descriptor, clock, writer } = open();
        lines.forEach((text, index) => {
          descriptor.room = rooms[index] ?? 0;
          writer.write(text);
        });
        for (const room of rooms) {
          descriptor.room = room;
          clock.advance(100);
        }
        descriptor.room = Number.POSITIVE_INFINITY;
        clock.advance(100);
        expect(descriptor.written).toBe(lines.join(''));
        expect(writer.flush()).toBe(true);
      }),
    );
  });

  it('keeps 1 MiB of whole lines for a reader who does not read, and drops the lines after them', () => {
    const { descriptor, clock, writer } = open();
    descriptor.room = 0;
    const lines = Array.from({ length: 3_000 }, (_, index) => toLine(index));
    for (const line of lines) writer.write(line);
    descriptor.room = Number.POSITIVE_INFINITY;
    clock.advance(100);
    // A line is kept when the lines before it have at most 1,048,576 bytes.
    const kept = lines.slice(0, 1_049).join('');
    expect(descriptor.written).toBe(kept);
    writer.write('again\n');
    clock.advance(100);
    expect(descriptor.written).toBe(`${kept}again\n`);
  });

  it('writes whole lines together, as many as a pipe takes at once', () => {
    const { descriptor, clock, writer } = open();
    const lines = [0, 1, 2, 3, 4].map(toLine);
    for (const line of lines) writer.write(line);
    clock.advance(100);
    expect(descriptor.parts.map(String)).toEqual([lines.slice(0, 4).join(''), lines[4]]);
  });

  it('writes a line that is longer than that by itself', () => {
    const { descriptor, clock, writer } = open();
    const long = `${'0123456789'.repeat(1_000)}\n`;
    writer.write(long);
    writer.write('short\n');
    clock.advance(100);
    expect(descriptor.parts.map(String)).toEqual([long, 'short\n']);
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

  it.each(['EPIPE', 'ENOSPC', 'EIO'])('drops lines that cannot be written (%s), and writes later ones', (code) => {
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
