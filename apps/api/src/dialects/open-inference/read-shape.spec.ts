import { describe, expect, it } from 'vitest';
import { readShape } from './read-shape.js';

describe('Shape of a tensor of texts', () => {
  it.each([
    [[1], 1],
    [[3], 3],
    [[3, 1], 3],
  ])('%j has %i texts', (shape, count) => {
    expect(readShape(shape, 3)).toBe(count);
  });

  it.each([
    [undefined, 'must be [n] or [n, 1]'],
    [3, 'must be [n] or [n, 1]'],
    [{ 0: 1, length: 1 }, 'must be [n] or [n, 1]'],
    [[], 'must be [n] or [n, 1]'],
    [['1'], 'must be [n] or [n, 1]'],
    [[[1]], 'must be [n] or [n, 1]'],
    [[null, 1], 'must be [n] or [n, 1]'],
    [[1, 2], 'must be [n] or [n, 1]'],
    [[2, 0], 'must be [n] or [n, 1]'],
    [[1, 1, 1], 'must be [n] or [n, 1]'],
    [[1.5], 'must be [n] or [n, 1]'],
    [[2 ** 53], 'must be [n] or [n, 1]'],
    [[1e308, 1e308], 'must be [n] or [n, 1]'],
    [[4_294_967_296, 4_294_967_296], 'must be [n] or [n, 1]'],
    [[0], 'must have at least one text'],
    [[-1], 'must have at least one text'],
    [[-2, 1], 'must have at least one text'],
    [[4], 'must have at most 3 texts (setting MAX_TEXTS)'],
    [[4_294_967_297, 1], 'must have at most 3 texts'],
  ])('must not be %j', (shape, detail) => {
    expect(() => readShape(shape, 3)).toThrow(
      expect.objectContaining({
        kind: 'invalid-request',
        faults: [{ pointer: '/inputs/0/shape', detail: expect.stringContaining(detail) as string }],
      }),
    );
  });
});
