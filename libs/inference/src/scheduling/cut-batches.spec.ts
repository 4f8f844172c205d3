import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutBatches } from './cut-batches.js';

const own = (length: number): number => length;

describe('cutBatches', () => {
  it('puts texts of like length together', () => {
    expect(cutBatches([9, 1, 8, 2], own, { maxTexts: 2, maxPaddedTokens: 100 })).toEqual([
      [1, 2],
      [8, 9],
    ]);
  });

  it('counts padding: three of 10 are 30, one of 25 beside them would be 100', () => {
    expect(cutBatches([10, 10, 10, 25], own, { maxTexts: 8, maxPaddedTokens: 60 })).toEqual([[10, 10, 10], [25]]);
  });

  it('gives a text longer than the budget a batch of its own', () => {
    expect(cutBatches([512, 3], own, { maxTexts: 8, maxPaddedTokens: 64 })).toEqual([[3], [512]]);
  });

  it('loses and repeats nothing, and keeps both limits, for any window', () => {
    const limits = { maxTexts: 8, maxPaddedTokens: 256 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 512 }), { maxLength: 64 }), (window) => {
        const batches = cutBatches(window, own, limits);
        expect(batches.flat().sort((a, b) => a - b)).toEqual([...window].sort((a, b) => a - b));
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(limits.maxTexts);
          if (batch.length > 1) expect(batch.length * Math.max(...batch)).toBeLessThanOrEqual(limits.maxPaddedTokens);
        }
      }),
    );
  });
});
