import { describe, expect, it } from 'vitest';
import { cacheDirectives } from './cache-directives.js';
import { toCacheStatus } from './cache-status.js';

describe('Cache-Status', () => {
  it.each([
    [undefined, 3, 0, 'sentiment; hit; detail="hits=3 misses=0"'],
    [undefined, 9, 1, 'sentiment; fwd=partial; detail="hits=9 misses=1"'],
    [undefined, 0, 2, 'sentiment; fwd=miss; detail="hits=0 misses=2"'],
    ['no-cache', 0, 2, 'sentiment; fwd=request; detail="hits=0 misses=2"'],
  ])('of a request with Cache-Control %s, %i known and %i unknown texts is %s', (control, hits, misses, expected) => {
    expect(toCacheStatus(hits, misses, cacheDirectives(control))).toBe(expected);
  });
});

describe('cacheDirectives', () => {
  it.each([
    [undefined, true, true],
    ['max-age=0', true, true],
    ['No-Cache', false, true],
    ['no-store', true, false],
    ['no-cache, no-store', false, false],
    [', ,"', true, true],
  ])('%s: may read %s, may store %s', (control, mayRead, mayStore) => {
    expect(cacheDirectives(control)).toEqual({ mayRead, mayStore });
  });
});
