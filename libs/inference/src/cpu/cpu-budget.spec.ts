import { describe, expect, it } from 'vitest';
import { divideCpu } from './cpu-budget.js';

const supply = { cores: 4, quota: undefined, wantedProcesses: 0, wantedThreads: 0 };

describe('divideCpu', () => {
  it.each([
    [undefined, 4],
    [0.5, 1],
    [1, 1],
    [1.4, 1],
    [1.5, 2],
    [2, 2],
    [2.9, 3],
    [16, 4],
  ])('gives a model process to every CPU, half ones rounded up: quota %s of 4 cores -> %i', (quota, modelProcesses) => {
    expect(divideCpu({ ...supply, quota }).modelProcesses).toBe(modelProcesses);
  });

  it('says what it did in one line', () => {
    expect(divideCpu({ ...supply, quota: 1.5 }).description).toBe(
      'quota 1.5 CPU -> 2 model processes x 1 thread, spinning off',
    );
    expect(divideCpu(supply).description).toBe(
      '4 cores -> 4 model processes x 1 thread, 2 for a text alone, spinning off',
    );
  });

  it('keeps two threads for a text alone where there are two CPUs for them', () => {
    const quotas = [undefined, 1.5, 2, 8];
    expect(quotas.map((quota) => divideCpu({ ...supply, quota }).wideThreads)).toEqual([2, 0, 2, 2]);
  });

  it('lets explicit settings win', () => {
    const budget = divideCpu({ ...supply, quota: 1, wantedProcesses: 3, wantedThreads: 2 });
    expect(budget).toMatchObject({ modelProcesses: 3, threadsPerProcess: 2, wideThreads: 0 });
  });
});
