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
  for await (const line of splitLines(body, new AbortController().signal)) lines.push(line);
  return lines;
}

describe('The lines of an answer', () => {
  it('end when the signal is aborted: those that have arrived, and a read that waits', async () => {
    const controller = new AbortController();
    let isCanceled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (output) => output.enqueue(new TextEncoder().encode('one\ntwo\n')),
      cancel: () => {
        isCanceled = true;
      },
    });
    const lines: string[] = [];
    for await (const line of splitLines(body, controller.signal)) {
      lines.push(line);
      controller.abort();
    }
    expect([lines, isCanceled]).toEqual([['one'], true]);
    const silent = splitLines(new ReadableStream<Uint8Array>(), AbortSignal.abort());
    expect((await silent.next()).done).toBe(true);
  });

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
