import { describe, expect, it } from 'vitest';
import type { Encoding } from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { QueueEntry } from './queue-entry.js';
import { TokenizationStage, type TokenizationStageOptions } from './tokenization-stage.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const toEncoding = (text: string): Encoding => ({ ids: new Int32Array(text.length), truncated: false });

function openStage(options: Partial<TokenizationStageOptions> = {}) {
  const chunks: string[][] = [];
  const encoded: string[] = [];
  const failed: string[] = [];
  const stage = new TokenizationStage({
    clock: new ManualClock(),
    encode: (texts) => {
      chunks.push([...texts]);
      return Promise.resolve(texts.map(toEncoding));
    },
    chunkTexts: 3,
    chunkChars: 10,
    isFull: () => false,
    onEncoded: (flights) => encoded.push(...flights.map(({ text }) => text)),
    onFailed: (flights) => failed.push(...flights.map(({ text }) => text)),
    ...options,
  });
  const push = (text: string, virtualStartMs = 0): QueueEntry => {
    const entry = new QueueEntry(text, virtualStartMs, 1, 0);
    entry.subscribe(() => {});
    stage.waiting.push(entry);
    return entry;
  };
  return { stage, push, chunks, encoded, failed };
}

describe('TokenizingLine', () => {
  it('tokenizes what is due first, in chunks', async () => {
    const { stage, push, chunks, encoded } = openStage();
    push('d', 9);
    for (const text of ['a', 'b', 'c']) push(text);
    stage.advance();
    await settled();
    expect(chunks).toEqual([['a', 'b', 'c'], ['d']]);
    expect(encoded).toEqual(['a', 'b', 'c', 'd']);
  });

  it('ends a slice where it has enough characters, so that long texts do not keep others waiting', async () => {
    const { stage, push, chunks } = openStage();
    for (const text of ['aaaaaa', 'bbbbbb', 'c', 'd'.repeat(50)]) push(text);
    stage.advance();
    await settled();
    expect(chunks).toEqual([['aaaaaa'], ['bbbbbb', 'c'], ['d'.repeat(50)]]);
  });

  it('waits while the next station has enough to do', async () => {
    let full = true;
    const { stage, push, chunks } = openStage({ isFull: () => full });
    push('a');
    stage.advance();
    await settled();
    expect(chunks).toEqual([]);
    full = false;
    stage.advance();
    await settled();
    expect(chunks).toEqual([['a']]);
  });

  it('hands on the true number of tokens', async () => {
    const { stage, push } = openStage();
    const entry = push('seven c');
    stage.advance();
    await settled();
    expect(entry.tokens).toBe(7);
  });

  it('does not hand on what nobody wants any more', async () => {
    const { stage, push, encoded } = openStage();
    const entry = new QueueEntry('left', 0, 1, 0);
    stage.waiting.push(entry);
    push('stays');
    stage.advance();
    await settled();
    expect(encoded).toEqual(['stays']);
  });

  it('fails the text that the tokenizer fails on, and not its neighbours', async () => {
    const { stage, push, encoded, failed } = openStage({
      encode: (texts) =>
        texts.includes('bad') ? Promise.reject(new Error('bad')) : Promise.resolve(texts.map(toEncoding)),
    });
    for (const text of ['a', 'bad', 'b']) push(text);
    stage.advance();
    await settled();
    expect([encoded, failed]).toEqual([['a', 'b'], ['bad']]);
  });
});
