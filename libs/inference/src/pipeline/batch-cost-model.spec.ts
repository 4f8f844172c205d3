import { describe, expect, it } from 'vitest';
import { BatchCostModel } from './batch-cost-model.js';

/** Runs of one text each, at 1 ms and 0.1 ms a token. */
function experienced(runs: number, factor = 1): BatchCostModel {
  const cost = new BatchCostModel();
  for (let run = 0; run < runs; run++) {
    const tokens = 5 + ((run * 37) % 200);
    cost.observe({ inputs: 1, tokens, paddedTokens: tokens, durationMs: factor * (1 + 0.1 * tokens) });
  }
  return cost;
}

describe('Batch cost model', () => {
  it('has a guess before the first run', () => {
    expect(new BatchCostModel().estimateWorkloadMs({ inputs: 1, tokens: 20 })).toBeGreaterThan(0);
  });

  it('finds the fixed cost and the cost of a token', () => {
    const cost = experienced(1_000);
    expect(cost.estimateWorkloadMs({ inputs: 1, tokens: 0 })).toBeCloseTo(1, 3);
    expect(cost.estimateWorkloadMs({ inputs: 1, tokens: 100 })).toBeCloseTo(11, 3);
  });

  it('shares the fixed cost of a run among the texts of a batch', () => {
    const cost = new BatchCostModel();
    for (let run = 0; run < 2_000; run++) {
      const tokens = 8 * (5 + ((run * 37) % 60));
      cost.observe({ inputs: 8, tokens, paddedTokens: tokens, durationMs: 1 + 0.1 * tokens });
    }
    expect(cost.estimateWorkloadMs({ inputs: 8, tokens: 800 })).toBeCloseTo(81, 1);
  });

  it('follows a machine that becomes slower', () => {
    const cost = experienced(1_000);
    for (let run = 0; run < 500; run++) {
      const tokens = 5 + ((run * 37) % 200);
      cost.observe({ inputs: 1, tokens, paddedTokens: tokens, durationMs: 3 * (1 + 0.1 * tokens) });
    }
    const slower = cost.estimateWorkloadMs({ inputs: 1, tokens: 100 });
    expect(slower).toBeGreaterThan(30);
    expect(slower).toBeLessThan(34);
  });

  it('takes runs of one length for a cost by token', () => {
    const cost = new BatchCostModel();
    for (let run = 0; run < 3_000; run++) cost.observe({ inputs: 1, tokens: 20, paddedTokens: 20, durationMs: 4 });
    expect(cost.estimateWorkloadMs({ inputs: 1, tokens: 20 })).toBeCloseTo(4, 1);
    expect(cost.estimateWorkloadMs({ inputs: 1, tokens: 0 })).toBeGreaterThanOrEqual(0);
  });

  it('never says that work costs less than nothing, whatever noise there is', () => {
    const cost = new BatchCostModel();
    for (let run = 0; run < 500; run++) {
      const tokens = 500 - (run % 5) * 100;
      cost.observe({ inputs: 1, tokens, paddedTokens: tokens, durationMs: 1 + (run % 5) * 50 });
    }
    expect(cost.estimateWorkloadMs({ inputs: 10, tokens: 5_000 })).toBeGreaterThan(0);
    expect(cost.estimateWorkloadMs({ inputs: 1, tokens: 1 })).toBeGreaterThanOrEqual(0);
  });

  it('counts the padding that batches have had lately', () => {
    const cost = new BatchCostModel();
    for (let run = 0; run < 2_000; run++) {
      const padded = 40 + ((run * 37) % 200);
      cost.observe({ inputs: 4, tokens: padded / 2, paddedTokens: padded, durationMs: 0.1 * padded });
    }
    expect(cost.estimateWorkloadMs({ inputs: 1, tokens: 100 })).toBeCloseTo(20, 1);
  });

  it('soon believes experience more than its first guess', () => {
    const cost = new BatchCostModel();
    for (let run = 0; run < 20; run++) {
      const tokens = 5 + ((run * 37) % 60);
      cost.observe({ inputs: 1, tokens, paddedTokens: tokens, durationMs: 0.5 + 0.03 * tokens });
    }
    expect(cost.estimateWorkloadMs({ inputs: 1, tokens: 200 })).toBeLessThan(10);
  });

  it('does not take a paused machine for a slow one', () => {
    const cost = experienced(1_000);
    const before = cost.estimateWorkloadMs({ inputs: 1, tokens: 20 });
    cost.observe({ inputs: 1, tokens: 20, paddedTokens: 20, durationMs: 3_600_000 });
    expect(cost.estimateWorkloadMs({ inputs: 1, tokens: 20 })).toBeLessThan(1.5 * before);
  });
});
