import { describe, expect, it } from 'vitest';
import { ByteCounter } from './byte-counter.js';

async function* toChunks(texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

describe('A byte counter', () => {
  it('passes an input on, and counts what was read of it', async () => {
    const counter = new ByteCounter();
    const seen: [string, number][] = [];
    for await (const chunk of counter.count(toChunks(['ab', 'é']))) seen.push([chunk.toString(), counter.bytes]);
    expect(seen).toEqual([
      ['ab', 2],
      ['é', 4],
    ]);
  });
});
