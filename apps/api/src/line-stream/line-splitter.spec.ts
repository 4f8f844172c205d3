import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overloadedError } from '#libs/prediction';
import { LineSplitter, type StreamLine } from './line-splitter.js';

const toText = (line: StreamLine) => (Buffer.isBuffer(line) ? line.toString() : line.kind);

function split(chunks: readonly Buffer[], maxLineBytes = 100): string[] {
  const splitter = new LineSplitter(maxLineBytes);
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()].map(toText);
}

describe('Line splitter', () => {
  it('divides at line feeds, and takes a last line without one', () => {
    expect(split(['a\nb', 'c\n', 'd'].map((chunk) => Buffer.from(chunk)))).toEqual(['a', 'bc', 'd']);
  });

  it('leaves out blank lines', () => {
    expect(split([Buffer.from('\r\n \t\r\na\r\n\n')])).toEqual(['a\r']);
  });

  it('finds the same lines wherever the chunks end', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => `x${text.replaceAll('\n', '').toWellFormed()}`);
    fc.assert(
      fc.property(fc.array(line), fc.nat(), (lines, at) => {
        const bytes = Buffer.from(lines.join('\n'));
        const cut = at % (bytes.length + 1);
        expect(split([bytes.subarray(0, cut), bytes.subarray(cut)], 1_000)).toEqual(lines);
      }),
    );
  });

  it('refuses a line that is too long, holds none of it, and goes on with the next one', () => {
    const chunks = ['abcd\nabcde\nab', 'c'.repeat(90), '\nabc\n'].map((chunk) => Buffer.from(chunk));
    expect(split(chunks, 4)).toEqual(['abcd', 'body-too-large', 'body-too-large', 'abc']);
    const splitter = new LineSplitter(4);
    splitter.push(Buffer.from('abcdefgh'));
    expect(splitter.partialBytes).toBe(0);
  });

  it('puts an error in the place of the line that has not ended', () => {
    const splitter = new LineSplitter(100);
    expect(splitter.push(Buffer.from('abc\nde')).map(toText)).toEqual(['abc']);
    expect(splitter.partialBytes).toBe(2);
    splitter.refuse(overloadedError(1));
    expect(splitter.partialBytes).toBe(0);
    expect(splitter.push(Buffer.from('fg\nh\n')).map(toText)).toEqual(['overloaded', 'h']);
  });
});
