import { describe, expect, it } from 'vitest';
import { findLargest } from './find-largest.js';

describe('findLargest', () => {
  it('gives the place of the first of the largest values', () => {
    expect(findLargest([0.1, 0.7, 0.2, 0.7])).toBe(1);
    expect(findLargest(Float32Array.of(-3, -1))).toBe(1);
    expect(findLargest([])).toBe(-1);
  });
});
