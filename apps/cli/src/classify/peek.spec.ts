import { describe, expect, it } from 'vitest';
import { peek } from './peek.js';

async function* chunks(texts: readonly string[], taken: string[] = []): AsyncGenerator<Buffer> {
  for (const text of texts) {
    taken.push(text);
    yield await Promise.resolve(Buffer.from(text));
  }
}

const peekLine = (input: AsyncIterable<Buffer>) => peek(input, 65_536, (chunk) => chunk.includes('\n'));

async function readAll(input: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of input) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('peek', () => {
  it('reads until a chunk is enough, and gives the whole input again', async () => {
    const taken: string[] = [];
    const { start, input } = await peekLine(chunks(['a,', 'b\n1', ',2\n'], taken));
    expect(start.toString()).toBe('a,b\n1');
    expect(taken).toEqual(['a,', 'b\n1']);
    expect(await readAll(input)).toBe('a,b\n1,2\n');
  });

  it.each([[[]], [['a,b']]])('reads %j, which ends before that', async (texts) => {
    const { start, input } = await peekLine(chunks(texts));
    expect(start.toString()).toBe(texts.join(''));
    expect(await readAll(input)).toBe(texts.join(''));
  });

  it('reads no more chunks than it needs', async () => {
    const taken: string[] = [];
    const { start } = await peekLine(chunks(Array<string>(9).fill('x'.repeat(32_768)), taken));
    expect(start.length).toBe(65_536);
    expect(taken).toHaveLength(2);
  });
});
