import { describe, expect, it } from 'vitest';
import { divideCpu } from './cpu-budget.js';

const supply = { cores: 4, quota: undefined, wantedWorkers: 0, wantedThreads: 0 };

describe('CPU budget', () => {
  it.each([
    [undefined, 4],
    [0.5, 1],
    [1, 1],
    [1.4, 1],
    [1.5, 2],
    [2, 2],
    [2.9, 3],
    [16, 4],
  ])('gives a model process to every CPU, half ones rounded up: quota %s of 4 cores -> %i', (quota, workers) => {
    expect(divideCpu({ ...supply, quota }).workers).toBe(workers);
  });

  it('says what it did in one line', () => {
    expect(divideCpu({ ...supply, quota: 1.5 }).description).toBe(
      'a quota of 1.5 CPU: 2 model processes with 1 thread each',
    );
    expect(divideCpu(supply).description).toBe(
      '4 cores: 4 model processes with 1 thread each, and 2 threads for a text that arrives alone',
    );
  });

  it('keeps two threads for a text alone where there are two CPUs for them', () => {
    const quotas = [undefined, 1.5, 2, 8];
    expect(quotas.map((quota) => divideCpu({ ...supply, quota }).soloThreads)).toEqual([2, 0, 2, 2]);
  });

  it('lets explicit settings win', () => {
    const budget = divideCpu({ ...supply, quota: 1, wantedWorkers: 3, wantedThreads: 2 });
    expect(budget).toMatchObject({ workers: 3, threadsPerWorker: 2, soloThreads: 0 });
  });
});
