import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formBatch } from './form-batch.js';

const own = (length: number): number => length;
const limits = { maxInputs: 4, maxPaddedTokens: 256, batchOverheadTokens: 5 };

describe('Batch formation', () => {
  it('takes the first, and those nearest to it in length', () => {
    expect(formBatch([20, 9, 21, 40, 19, 22], own, limits)).toEqual([20, 21, 19, 22]);
  });

  it('leaves out what would cause more padding than a run of its own costs', () => {
    expect(formBatch([20, 26, 14], own, limits)).toEqual([20]);
    expect(formBatch([20, 15, 25], own, limits)).toEqual([20, 15]);
  });

  it('counts the padding of all texts in it when a longer one joins', () => {
    expect(formBatch([20, 20, 22, 24], own, limits)).toEqual([20, 20, 22]);
  });

  it('ends at the token limit, padding included', () => {
    expect(formBatch([100, 100, 100, 3], own, limits)).toEqual([100, 100]);
  });

  it('gives a text longer than the limit a batch of its own', () => {
    expect(formBatch([512, 512], own, limits)).toEqual([512]);
  });

  it('holds the first text and keeps the limits, for any candidates', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 512 }), { minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(lengths, ([first = 1, ...others]) => {
        const batch = formBatch([first, ...others], own, limits);
        expect(batch[0]).toBe(first);
        expect(batch.length).toBeLessThanOrEqual(limits.maxInputs);
        if (batch.length > 1) expect(batch.length * Math.max(...batch)).toBeLessThanOrEqual(limits.maxPaddedTokens);
        const left = [first, ...others];
        for (const length of batch) expect(left.splice(left.indexOf(length), 1)).toEqual([length]);
      }),
    );
  });
});
