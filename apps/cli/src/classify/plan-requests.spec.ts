import { describe, expect, it } from 'vitest';
import { planRequests } from './plan-requests.js';

const plan = (texts: readonly string[]) => planRequests(texts.map((text) => ({ text })));
const listSizes = (texts: readonly string[]) => plan(texts).map(({ length }) => length);

describe('planRequests', () => {
  it('puts short texts into one request', () => {
    expect(listSizes(Array<string>(64).fill('a short text'))).toEqual([64]);
  });

  it('makes requests of at most 4,096 tokens, by four characters a token', () => {
    const text = 'x'.repeat(4_096);
    expect(listSizes([...Array<string>(4).fill(text), 'more'])).toEqual([4, 1]);
  });

  it('makes a request of a text that is longer than a request may be', () => {
    const long = 'x'.repeat(20_000);
    expect(listSizes([long, 'short', long, long])).toEqual([1, 1, 1, 1]);
    expect(listSizes([long])).toEqual([1]);
  });

  it('makes requests of at most 1,000 texts', () => {
    expect(listSizes(Array<string>(2_001).fill(''))).toEqual([1_000, 1_000, 1]);
  });

  it('keeps the order, and makes none of no texts', () => {
    const texts = Array.from({ length: 9 }, (_, index) => `${index}${'x'.repeat(6_000)}`);
    expect(plan(texts).flatMap((request) => request.map(({ text }) => text))).toEqual(texts);
    expect(plan([])).toEqual([]);
  });
});
