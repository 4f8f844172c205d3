import { describe, expect, it } from 'vitest';
import { computeBreakEvenHits, computeSizing, type SizingAssumptions, type TextCosts } from './sizing.js';

const COSTS: TextCosts = {
  newTextMs: 1,
  knownTextMs: 0.1,
  redisNewTextMs: 0.02,
  redisKnownTextMs: 0.01,
  bytesPerKey: 200,
};
const ASSUMPTIONS: SizingAssumptions = {
  peakFactor: 2,
  cpuTarget: 0.7,
  requestedCores: 1,
  minPods: 3,
  minNodes: 3,
  systemNodes: 1,
  podsPerNode: 3,
  coresPerNode: 4,
  ttlSeconds: 86_400,
  redisMemoryRatio: 1.3,
  coreHourUsd: 0.05,
  redisGibHourUsd: 0.02,
};

describe('computeSizing', () => {
  it('divides the CPU time of the peak among pods at their target', () => {
    const sizing = computeSizing(864e6, 0, COSTS, ASSUMPTIONS);
    expect(sizing.peakTextsPerSecond).toBeCloseTo(20_000, 6);
    expect(sizing.peakCores).toBeCloseTo(20, 6);
    expect(sizing.peakPods).toBe(29);
    // 9.7 for the pods, and one for the system.
    expect(sizing.peakNodes).toBe(11);
    // 10 cores in the mean, 14.3 pods, 5.8 nodes.
    expect(sizing.nodesUsdPerMonth).toBeCloseTo((10 / 0.7 / 3 + 1) * 4 * 730 * 0.05, 6);
  });

  it('needs no Redis without hits', () => {
    const { redisKeys, redisGib, redisCores, redisUsdPerMonth } = computeSizing(864e6, 0, COSTS, ASSUMPTIONS);
    expect([redisKeys, redisGib, redisCores, redisUsdPerMonth]).toEqual([0, 0, 0, 0]);
  });

  it('keeps each new text in Redis until it expires', () => {
    const sizing = computeSizing(864e6, 0.5, COSTS, { ...ASSUMPTIONS, ttlSeconds: 43_200 });
    expect(sizing.redisKeys).toBeCloseTo(216e6, 3);
    expect(sizing.redisGib).toBeCloseTo((216e6 * 200 * 1.3) / 2 ** 30, 6);
    expect(sizing.redisCores).toBeCloseTo(20_000 * 0.015e-3, 9);
    expect(sizing.peakCores).toBeCloseTo(20_000 * 0.55e-3, 9);
  });

  it('has the fewest pods and nodes for small loads, and pays for them', () => {
    const sizing = computeSizing(1_000, 0, COSTS, ASSUMPTIONS);
    expect([sizing.peakPods, sizing.peakNodes]).toEqual([3, 3]);
    expect(sizing.nodesUsdPerMonth).toBeCloseTo(3 * 4 * 730 * 0.05, 6);
    expect(sizing.usdPerMillionTexts).toBeCloseTo((sizing.nodesUsdPerMonth * 1e6) / (1_000 * (730 / 24)), 6);
  });
});

describe('computeBreakEvenHits', () => {
  it('compares the memory of a key for a day with the CPU that a hit saves', () => {
    const keyUsd = ((200 * 1.3) / 2 ** 30) * 24 * 0.02;
    const hitUsd = (0.9 / 3_600_000 / 0.7) * (4 / 3) * 0.05;
    expect(computeBreakEvenHits(COSTS, ASSUMPTIONS)).toBeCloseTo(keyUsd / hitUsd, 9);
  });
});
