import { describe, expect, it } from 'vitest';
import { RandomSource } from './random-source.js';
import type { RequestCosts, ServiceCosts } from './service-costs.js';
import { simulateService } from './service-simulation.js';
import type { SimulatedLoad, SimulatedMachine } from './simulated-load.js';
import { Zipf } from './zipf.js';

const FREE: RequestCosts = {
  requestMs: 0,
  lookupMs: 0,
  inferenceMs: 0,
  memoryTextMs: 0,
  redisTextMs: 0,
  newTextMs: 0,
};
const COSTS: ServiceCosts = {
  main: { requestMs: 0.05, lookupMs: 0.03, inferenceMs: 0.04, memoryTextMs: 0.01, redisTextMs: 0.02, newTextMs: 0.03 },
  helpers: { ...FREE, newTextMs: 0.03 },
  redis: { ...FREE, lookupMs: 0.01, redisTextMs: 0.003, newTextMs: 0.005 },
  generator: { ...FREE, requestMs: 0.02 },
  model: { runMs: 0.6, textMs: 0.4 },
};
const MACHINE: SimulatedMachine = { cores: 2, workers: 2, memoryTexts: 500, redisTexts: 2_000, maxWaitMs: 8_000 };
const SECONDS = 5;

/** Texts of 20 tokens by a Zipf popularity. */
function drawTexts(exponent: number, items: number): SimulatedLoad['texts'] {
  const [zipf, random] = [new Zipf(items, exponent), new RandomSource(4)];
  return Array.from({ length: 50_000 }, () => ({ id: zipf.sample(random), tokens: 20 }));
}

const newTexts = Array.from({ length: 50_000 }, (_, id) => ({ id, tokens: 20 }));
const closed = (connections: number, texts = newTexts): SimulatedLoad => {
  return { arrivals: { kind: 'closed', connections }, seconds: SECONDS, textsPerRequest: 1, texts };
};
const random = (requestsPerSecond: number, texts = newTexts): SimulatedLoad => {
  return { arrivals: { kind: 'random', requestsPerSecond }, seconds: SECONDS, textsPerRequest: 1, texts };
};
const sumCores = ({ service, model, redis, generator }: Record<'service' | 'model' | 'redis' | 'generator', number>) =>
  service + model + redis + generator;

describe('The simulation of a service', () => {
  it('is the same for the same seed', () => {
    const load = random(300, [...drawTexts(1, 10_000)]);
    expect(simulateService(load, MACHINE, COSTS, 5)).toEqual(simulateService(load, MACHINE, COSTS, 5));
    expect(simulateService(load, MACHINE, COSTS, 6)).not.toEqual(simulateService(load, MACHINE, COSTS, 5));
  });

  it.each([200, 4_000])('loses no request of %d a second', (requestsPerSecond) => {
    const result = simulateService(random(requestsPerSecond), { ...MACHINE, maxWaitMs: 500 }, COSTS, 5);
    const { arrived, answered, refused, waiting } = result;
    expect(answered + refused + waiting).toBe(arrived);
    expect(waiting).toBeGreaterThanOrEqual(0);
    expect(arrived).toBeGreaterThan(0.95 * requestsPerSecond * SECONDS);
    expect(refused > 0).toBe(requestsPerSecond === 4_000);
  });

  it("obeys Little's law: connections are throughput times latency", () => {
    const { answeredPerSecond, meanMs } = simulateService(closed(32), MACHINE, COSTS, 5);
    expect((answeredPerSecond * meanMs) / 1_000).toBeCloseTo(32, 0);
  });

  it('uses nearly all cores under a closed load, and never more', () => {
    const { cores, answeredPerSecond, runs, runTexts } = simulateService(closed(64), MACHINE, COSTS, 5);
    expect(sumCores(cores)).toBeGreaterThan(1.8);
    expect(sumCores(cores)).toBeLessThanOrEqual(2);
    const cpuMs = 0.02 + 0.15 + 0.03 + 0.015 + 0.4 + (0.6 * runs) / runTexts;
    expect(sumCores(cores) / ((answeredPerSecond * cpuMs) / 1_000)).toBeCloseTo(1, 1);
  });

  it('takes the sum of all steps for one connection', () => {
    const { p50Ms } = simulateService(closed(1), MACHINE, COSTS, 5);
    // Generator, main thread, Redis' read, helpers, and a run of one text. The write to Redis is beside the answer.
    expect(p50Ms).toBeCloseTo(0.02 + 0.15 + 0.0125 + 0.03 + 1, 4);
  });

  it('answers known texts from memory, texts that left it from Redis, and runs only the others', () => {
    const texts = [...drawTexts(1, 10_000)];
    const result = simulateService(closed(16, texts), MACHINE, COSTS, 5);
    const all = result.memoryTexts + result.redisTexts + result.newTexts;
    expect(Math.abs(result.arrived - all)).toBeLessThanOrEqual(16);
    expect(result.runTexts).toBeLessThanOrEqual(result.newTexts);
    for (const count of [result.memoryTexts, result.redisTexts, result.newTexts]) expect(count).toBeGreaterThan(100);
    const uncached = simulateService(closed(16, texts), { ...MACHINE, memoryTexts: 0, redisTexts: 0 }, COSTS, 5);
    expect(uncached.memoryTexts + uncached.redisTexts).toBe(0);
  });

  it('runs a text once for all requests that wait for it', () => {
    const result = simulateService(closed(8, [{ id: 1, tokens: 20 }]), MACHINE, COSTS, 5);
    expect([result.newTexts, result.runTexts]).toEqual([8, 1]);
    expect((result.answeredPerSecond * result.meanMs) / 1_000).toBeCloseTo(8, 1);
  });

  it('forms larger batches for more connections', () => {
    const [few, many] = [2, 64].map((connections) => simulateService(closed(connections), MACHINE, COSTS, 5));
    const batch = (result = few) => (result?.runTexts ?? 0) / (result?.runs ?? 1);
    expect(batch(few)).toBeLessThan(1.5);
    expect(batch(many)).toBeGreaterThan(6);
  });
});
