import { describe, expect, it } from 'vitest';
import { TokenEstimate } from './token-estimate.js';

describe('Token estimate', () => {
  it('starts with English prose, special tokens included', () => {
    expect(new TokenEstimate(512).estimate('x'.repeat(100))).toBe(27);
    expect(new TokenEstimate(512).estimate('')).toBe(2);
  });

  it('learns another script', () => {
    const estimate = new TokenEstimate(512);
    for (let text = 0; text < 2_000; text++) estimate.observe('x'.repeat(50), 52);
    expect(estimate.estimate('x'.repeat(100))).toBe(102);
  });

  it('is not led astray by blank texts, which are all special tokens', () => {
    const estimate = new TokenEstimate(512);
    for (let text = 0; text < 2_000; text++) estimate.observe('', 2);
    expect(estimate.estimate('x'.repeat(100))).toBe(27);
  });

  it('never says more than the model reads', () => {
    expect(new TokenEstimate(512).estimate('x'.repeat(1_000_000))).toBe(512);
  });
});
