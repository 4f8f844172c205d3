import { describe, expect, it } from 'vitest';
import type { Encoding } from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { Flight } from './queue-entry.js';
import { TokenizingLine, type TokenizingLineOptions } from './tokenization-stage.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const encodingOf = (text: string): Encoding => ({ ids: new Int32Array(text.length), truncated: false });

function lineWith(options: Partial<TokenizingLineOptions> = {}) {
  const slices: string[][] = [];
  const encoded: string[] = [];
  const failed: string[] = [];
  const line = new TokenizingLine({
    clock: new ManualClock(),
    encode: (texts) => {
      slices.push([...texts]);
      return Promise.resolve(texts.map(encodingOf));
    },
    sliceTexts: 3,
    sliceChars: 10,
    isFull: () => false,
    onEncoded: (flights) => encoded.push(...flights.map(({ text }) => text)),
    onFailed: (flights) => failed.push(...flights.map(({ text }) => text)),
    ...options,
  });
  const push = (text: string, dueMs = 0): Flight => {
    const flight = new Flight(text, dueMs, 1, 0);
    flight.join(() => {});
    line.waiting.push(flight);
    return flight;
  };
  return { line, push, slices, encoded, failed };
}

describe('TokenizingLine', () => {
  it('tokenizes what is due first, in slices', async () => {
    const { line, push, slices, encoded } = lineWith();
    push('d', 9);
    for (const text of ['a', 'b', 'c']) push(text);
    line.advance();
    await settled();
    expect(slices).toEqual([['a', 'b', 'c'], ['d']]);
    expect(encoded).toEqual(['a', 'b', 'c', 'd']);
  });

  it('ends a slice where it has enough characters, so that long texts do not keep others waiting', async () => {
    const { line, push, slices } = lineWith();
    for (const text of ['aaaaaa', 'bbbbbb', 'c', 'd'.repeat(50)]) push(text);
    line.advance();
    await settled();
    expect(slices).toEqual([['aaaaaa'], ['bbbbbb', 'c'], ['d'.repeat(50)]]);
  });

  it('waits while the next station has enough to do', async () => {
    let full = true;
    const { line, push, slices } = lineWith({ isFull: () => full });
    push('a');
    line.advance();
    await settled();
    expect(slices).toEqual([]);
    full = false;
    line.advance();
    await settled();
    expect(slices).toEqual([['a']]);
  });

  it('hands on the true number of tokens', async () => {
    const { line, push } = lineWith();
    const flight = push('seven c');
    line.advance();
    await settled();
    expect(flight.tokens).toBe(7);
  });

  it('does not hand on what nobody wants any more', async () => {
    const { line, push, encoded } = lineWith();
    const flight = new Flight('left', 0, 1, 0);
    line.waiting.push(flight);
    push('stays');
    line.advance();
    await settled();
    expect(encoded).toEqual(['stays']);
  });

  it('fails the text that the tokenizer fails on, and not its neighbours', async () => {
    const { line, push, encoded, failed } = lineWith({
      encode: (texts) =>
        texts.includes('bad') ? Promise.reject(new Error('bad')) : Promise.resolve(texts.map(encodingOf)),
    });
    for (const text of ['a', 'bad', 'b']) push(text);
    line.advance();
    await settled();
    expect([encoded, failed]).toEqual([['a', 'b'], ['bad']]);
  });
});
