import { describe, expect, it } from 'vitest';
import { splitLines } from './split-lines.js';

async function split(...chunks: readonly (string | Uint8Array<ArrayBuffer>)[]): Promise<string[]> {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
  const lines: string[] = [];
  for await (const line of splitLines(body)) lines.push(line);
  return lines;
}

describe('The lines of an answer', () => {
  it('are whole, however they arrive', async () => {
    expect(await split('on', 'e\ntwo\nth', 'ree\n', '\n')).toEqual(['one', 'two', 'three', '']);
  });

  it('are whole when a character arrives in parts', async () => {
    const bytes = new TextEncoder().encode('café 😀\n');
    expect(await split(...Array.from(bytes, (byte) => new Uint8Array([byte])))).toEqual(['café 😀']);
  });

  it('are none after the last line break: that text was cut', async () => {
    expect(await split('one\ntw')).toEqual(['one']);
    expect(await split()).toEqual([]);
  });
});
