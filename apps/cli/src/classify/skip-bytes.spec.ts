import { describe, expect, it } from 'vitest';
import { skipBytes } from './skip-bytes.js';

async function* toChunks(texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

describe('skipBytes', () => {
  it.each([
    [0, ['abc', 'def', 'g']],
    [2, ['c', 'def', 'g']],
    [3, ['def', 'g']],
    [5, ['f', 'g']],
    [9, []],
  ])('leaves %i bytes out, over several chunks', async (count, expected) => {
    const rest: string[] = [];
    for await (const chunk of skipBytes(toChunks(['abc', 'def', 'g']), count)) rest.push(chunk.toString());
    expect(rest).toEqual(expected);
  });
});
