import { describe, expect, it } from 'vitest';
import type { AutoscalerOptions } from './autoscaler.js';
import { simulateFleet, type FleetOptions, type FleetSample, type PodCapacity } from './fleet.js';
import { dailyCurve } from './load-curves.js';
import type { RollOut } from './roll-out.js';

const POD: PodCapacity = {
  limitCores: 2,
  requestedCores: 1,
  newTextCpuMs: 2,
  knownTextCpuMs: 0.2,
  startSeconds: 20,
  maxWaitSeconds: 8,
};
const AUTOSCALER: AutoscalerOptions = {
  minReplicas: 4,
  maxReplicas: 20,
  metrics: [{ source: 'cpu', target: 0.7 }],
  scaleUpPolicies: [{ type: 'Percent', value: 100, periodSeconds: 30 }],
  scaleDownPolicies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
  scaleDownStabilizationSeconds: 300,
};
const ROLL_OUT: RollOut = {
  startSeconds: 300,
  maxSurge: 0.25,
  maxUnavailable: 0,
  minReadySeconds: 5,
  isNewModel: false,
};
/** A text is known with a probability of 0.8 once 100,000 texts have come. */
const CACHES = {
  memory: (texts: number) => Math.min(0.4, (0.4 * texts) / 100_000),
  all: (texts: number) => Math.min(0.8, (0.8 * texts) / 100_000),
};
const NODES = { podsPerNode: 3, minNodes: 2, nodeStartSeconds: 120, imagePullSeconds: 15, removalSeconds: 600 };

function simulate(options: Partial<FleetOptions>): FleetSample[] {
  return simulateFleet({
    offeredAt: () => 1_000,
    durationSeconds: 1_800,
    pod: POD,
    autoscaler: AUTOSCALER,
    ...options,
  });
}

function sum(samples: readonly FleetSample[], field: 'offeredTexts' | 'answeredTexts' | 'refusedTexts'): number {
  return samples.reduce((total, sample) => total + sample[field], 0);
}

describe('The simulation of a fleet', () => {
  it.each([
    ['a spike', { offeredAt: (seconds: number) => (seconds > 600 && seconds < 900 ? 9_000 : 500) }],
    ['caches', { caches: CACHES }],
    ['nodes', { nodes: NODES, offeredAt: (seconds: number) => (seconds > 600 ? 6_000 : 500) }],
    ['a roll-out', { rollOut: { ...ROLL_OUT, isNewModel: true }, caches: CACHES, seenTexts: 1e9 }],
  ])('answers, refuses or keeps each text: %s', (_, options) => {
    const samples = simulate(options);
    const kept = samples.at(-1)?.waitingTexts ?? Number.NaN;
    const accounted = sum(samples, 'answeredTexts') + sum(samples, 'refusedTexts') + kept;
    expect(accounted / sum(samples, 'offeredTexts')).toBeCloseTo(1, 9);
    expect(samples.every(({ usedCores, readyPods }) => usedCores <= readyPods * POD.limitCores + 1e-9)).toBe(true);
  });

  it('takes fewer pods for known texts', () => {
    const [uncached, cached] = [simulate({}), simulate({ caches: CACHES })].map((samples) => samples.at(-1)?.pods);
    expect(uncached).toBeGreaterThanOrEqual(3);
    expect(cached).toBeLessThanOrEqual(uncached ?? 0);
    expect(simulate({ caches: CACHES }).at(-1)?.hitRate).toBeCloseTo(0.8, 9);
  });

  it('begins each pod with an empty memory', () => {
    const onlyMemory = { memory: CACHES.memory, all: () => 0 };
    const samples = simulate({ caches: onlyMemory, seenTexts: 1e9, rollOut: ROLL_OUT });
    expect(samples[ROLL_OUT.startSeconds - 1]?.hitRate).toBeCloseTo(0.4, 9);
    expect(Math.min(...samples.map(({ hitRate }) => hitRate))).toBeLessThan(0.2);
  });

  it('waits for a node and its image when the nodes are full', () => {
    const offeredAt = (seconds: number) => (seconds >= 300 ? 4_000 : 500);
    const firstAbove = (samples: readonly FleetSample[], pods: number) =>
      samples.find(({ readyPods }) => readyPods > pods)?.seconds ?? Infinity;
    const [always, withNodes] = [simulate({ offeredAt }), simulate({ offeredAt, nodes: NODES })];
    const places = NODES.podsPerNode * NODES.minNodes;
    const delay = firstAbove(withNodes, places) - firstAbove(always, places);
    expect(delay).toBeGreaterThanOrEqual(NODES.nodeStartSeconds);
    expect(withNodes.every(({ pods, nodes }) => nodes * NODES.podsPerNode >= pods)).toBe(true);
  });

  it('gives empty nodes back, and keeps the first ones', () => {
    const offeredAt = (seconds: number) => (seconds < 600 ? 6_000 : 100);
    const samples = simulate({ offeredAt, nodes: NODES, durationSeconds: 7_200 });
    expect(Math.max(...samples.map(({ nodes }) => nodes))).toBeGreaterThan(NODES.minNodes);
    expect(samples.at(-1)?.nodes).toBe(NODES.minNodes);
  });
});

describe('The simulation of a roll-out', () => {
  it('replaces all pods, removes none before a new one is available, and adds a quarter at most', () => {
    const samples = simulate({ rollOut: ROLL_OUT, autoscaler: { ...AUTOSCALER, maxReplicas: 4 } });
    const after = samples.slice(ROLL_OUT.startSeconds);
    expect(Math.max(...after.map(({ pods }) => pods))).toBe(5);
    expect(Math.min(...after.map(({ readyPods }) => readyPods))).toBe(4);
    const ended = after.findLast(({ pods }) => pods === 5)?.seconds ?? 0;
    // Four steps of one pod each, which start and are ready for a while.
    expect(ended - ROLL_OUT.startSeconds).toBeGreaterThanOrEqual(4 * (POD.startSeconds + ROLL_OUT.minReadySeconds) - 4);
    expect(after.at(-1)?.pods).toBe(4);
  });

  it('empties Redis for a new model only', () => {
    const lowest = (isNewModel: boolean) => {
      const samples = simulate({ caches: CACHES, seenTexts: 1e9, rollOut: { ...ROLL_OUT, isNewModel } });
      return Math.min(...samples.map(({ hitRate }) => hitRate));
    };
    expect(lowest(false)).toBeCloseTo(0.8, 9);
    expect(lowest(true)).toBeLessThan(0.5);
  });
});

describe('The daily curve', () => {
  it('has its peak at noon, and the texts of a day', () => {
    const curve = dailyCurve(86_400_000, 1.8);
    expect(curve(43_200)).toBeCloseTo(1_800, 6);
    expect(curve(0)).toBeCloseTo(200, 6);
    const day = Array.from({ length: 86_400 }, (_, seconds) => curve(seconds)).reduce((total, each) => total + each, 0);
    expect(day / 86_400_000).toBeCloseTo(1, 9);
  });
});
