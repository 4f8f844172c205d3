import { describe, expect, it } from 'vitest';
import { TokenEstimate } from './token-estimate.js';

const windows = { tokens: 128, overlapTokens: 16, maxWindows: 16, temperature: 1 };

describe('Token estimate', () => {
  it('starts with English prose, special tokens included', () => {
    expect(new TokenEstimate(512, windows).estimate('x'.repeat(100))).toEqual({ inputs: 1, tokens: 27 });
    expect(new TokenEstimate(512, windows).estimate('')).toEqual({ inputs: 1, tokens: 2 });
  });

  it('learns another script', () => {
    const estimate = new TokenEstimate(512, windows);
    for (let text = 0; text < 2_000; text++) estimate.observe('x'.repeat(50), 52);
    expect(estimate.estimate('x'.repeat(100))).toEqual({ inputs: 1, tokens: 102 });
  });

  it('is not led astray by blank texts, which are all special tokens', () => {
    const estimate = new TokenEstimate(512, windows);
    for (let text = 0; text < 2_000; text++) estimate.observe('', 2);
    expect(estimate.estimate('x'.repeat(100))).toEqual({ inputs: 1, tokens: 27 });
  });

  it('is hardly changed by one long text that has few tokens', () => {
    const estimate = new TokenEstimate(512, windows);
    estimate.observe(' '.repeat(28_000), 2);
    expect(estimate.estimate('x'.repeat(100)).tokens).toBeGreaterThan(18);
  });

  it('counts the windows of a text past the maximum, and no more of them than the model reads', () => {
    const estimate = new TokenEstimate(512, windows);
    expect(estimate.estimate('x'.repeat(2_040))).toEqual({ inputs: 1, tokens: 512 });
    expect(estimate.estimate('x'.repeat(2_044))).toEqual({ inputs: 5, tokens: 640 });
    expect(estimate.estimate('x'.repeat(1_000_000))).toEqual({ inputs: 16, tokens: 2_048 });
  });

  it('never says more than the maximum where long texts are cut', () => {
    const estimate = new TokenEstimate(512, { ...windows, maxWindows: 1 });
    expect(estimate.estimate('x'.repeat(1_000_000))).toEqual({ inputs: 1, tokens: 512 });
  });
});
