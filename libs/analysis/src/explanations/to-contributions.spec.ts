import { describe, expect, it } from 'vitest';
import { toContributions } from './to-contributions.js';

const words = [
  { start: 0, end: 3 },
  { start: 4, end: 8 },
];

describe('Contributions of words', () => {
  it('are shares of all changes, with the sign of the direction that the word speaks for', () => {
    expect(toContributions(words, 2, [-1, 3])).toEqual([
      { start: 0, end: 3, contribution: 0.75 },
      { start: 4, end: 8, contribution: -0.25 },
    ]);
  });

  it('are 0 when no word changes anything', () => {
    expect(toContributions(words, 2, [2, 2]).map(({ contribution }) => contribution)).toEqual([0, 0]);
  });
});
