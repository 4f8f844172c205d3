import { describe, expect, it } from 'vitest';
import { toCacheStatus } from './cache-status.js';
import { parseCacheControl } from './parse-cache-control.js';

describe('Cache-Status header', () => {
  it.each([
    [false, 3, 0, 'sentiment; hit; detail="hits=3 misses=0"'],
    [false, 9, 1, 'sentiment; fwd=partial; detail="hits=9 misses=1"'],
    [false, 0, 2, 'sentiment; fwd=miss; detail="hits=0 misses=2"'],
    [true, 0, 2, 'sentiment; fwd=request; detail="hits=0 misses=2"'],
  ])('is, for bypassed = %s, %i hits and %i misses, %s', (bypassed, hits, misses, expected) => {
    expect(toCacheStatus({ hits, misses, bypassed })).toBe(expected);
  });
});

describe('Cache-Control header', () => {
  it.each([
    [undefined, true, true],
    ['max-age=0', true, true],
    ['No-Cache', false, true],
    ['no-store', true, false],
    ['no-cache, no-store', false, false],
    [', ,"', true, true],
  ])('%s: may read %s, may store %s', (control, mayRead, mayStore) => {
    expect(parseCacheControl(control)).toEqual({ mayRead, mayStore });
  });
});
