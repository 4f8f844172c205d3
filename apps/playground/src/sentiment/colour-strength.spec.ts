import { describe, expect, it } from 'vitest';
import { getColourStrength } from './colour-strength.js';

describe('Strength of a colour', () => {
  it('grows with the score, and is never too weak to be seen', () => {
    expect([0, 0.4, 0.7, 0.9, 1].map((score) => getColourStrength(score).toFixed(2))).toEqual([
      '0.30',
      '0.30',
      '0.55',
      '0.85',
      '1.00',
    ]);
  });
});
