import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureJson } from './json-size.js';

const NO_LIMITS = { parts: Number.POSITIVE_INFINITY, depth: Number.POSITIVE_INFINITY };
const measure = (json: string, limits = NO_LIMITS) => measureJson(Buffer.from(json), limits);

describe('JSON size', () => {
  it.each([
    ['{"text":["a","b"]}', 3, 2],
    ['[]', 1, 1],
    ['"a"', 0, 0],
    ['{"a":{},"b":[1,2,3]}', 5, 2],
    [String.raw`["[{\"]}:",1]`, 1, 1],
    [String.raw`["\\",[]]`, 2, 2],
    ['["never ends', 1, 1],
    [']]][[', 2, 0],
  ])('counts arrays, objects and keys of %s, and its depth', (json, parts, depth) => {
    expect(measure(json)).toEqual({ parts, depth });
  });

  it('agrees with a parser on every value', () => {
    const count = (value: unknown): number => {
      if (typeof value !== 'object' || value === null) return 0;
      const entries = Object.entries(value);
      const keys = Array.isArray(value) ? 0 : entries.length;
      return 1 + keys + entries.reduce((sum, [, each]) => sum + count(each), 0);
    };
    const deepest = (value: unknown): number => {
      if (typeof value !== 'object' || value === null) return 0;
      return 1 + Math.max(0, ...Object.values(value).map(deepest));
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const parsed: unknown = JSON.parse(JSON.stringify(value));
        expect(measure(JSON.stringify(parsed))).toEqual({ parts: count(parsed), depth: deepest(parsed) });
      }),
    );
  });

  it('stops at the limits', () => {
    expect(measure('{},'.repeat(1_000), { parts: 10, depth: 5 }).parts).toBe(11);
    expect(measure('['.repeat(1_000), { parts: 2_000, depth: 5 }).depth).toBe(6);
  });
});
