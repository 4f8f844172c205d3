import { describe, expect, it } from 'vitest';
import { Processor } from './processor.js';
import { RandomSource } from './random-source.js';

const [JOBS, SERVICE_MS] = [200_000, 1];

/** The mean wait of jobs of one length that come by a Poisson process to threads with a core each. */
function measureMeanWaitMs(threads: number, utilization: number): number {
  const [processor, random] = [new Processor(threads), new RandomSource(3)];
  const free = Array.from({ length: threads }, (_, index) => `thread ${index}`);
  const queue: number[] = [];
  let [waitedMs, arrived, started] = [0, 0, 0];
  const start = () => {
    if (queue.length === 0) return;
    const thread = free.pop();
    if (thread === undefined) return;
    waitedMs += processor.nowMs - (queue.shift() ?? 0);
    started++;
    processor.run(thread, SERVICE_MS, () => {
      free.push(thread);
      start();
    });
  };
  const arrive = () => {
    queue.push(processor.nowMs);
    start();
    if (++arrived === JOBS) return;
    processor.schedule(processor.nowMs + random.nextExponential(SERVICE_MS / (threads * utilization)), arrive);
  };
  processor.schedule(0, arrive);
  processor.runUntil(Infinity, () => started === JOBS);
  return waitedMs / started;
}

describe('Processor', () => {
  it.each([0.5, 0.8])('has the mean wait of Pollaczek and Khinchine on one thread (M/D/1) at %d', (utilization) => {
    const expectedMs = (utilization * SERVICE_MS) / (2 * (1 - utilization));
    expect(measureMeanWaitMs(1, utilization) / expectedMs).toBeCloseTo(1, 1);
  });

  it('has the mean wait of the table of M/D/2 at 0.8', () => {
    // Erlang C of M/M/2 at 0.8 is 0.711, its mean wait 1.778; Cosmetatos' correction for M/D/2 gives 0.908.
    expect(measureMeanWaitMs(2, 0.8)).toBeCloseTo(0.9, 1);
  });

  it('shares its cores equally among the runnable threads', () => {
    const processor = new Processor(2);
    const endedMs = new Map<string, number>();
    for (const [thread, cpuMs] of Object.entries({ a: 2, b: 2, c: 4 })) {
      processor.run(thread, cpuMs, () => endedMs.set(thread, processor.nowMs));
    }
    processor.runUntil(100);
    // Two thirds of a core for each of three, and then one core for the last.
    expect([...endedMs].map(([thread, ms]) => `${thread} ${ms.toFixed(6)}`)).toEqual([
      'a 3.000000',
      'b 3.000000',
      'c 5.000000',
    ]);
    expect(processor.usedMs('c')).toBeCloseTo(4, 9);
    expect(processor.nowMs).toBe(100);
  });

  it('runs the tasks of a thread one after another, and actions in the order of their times', () => {
    const processor = new Processor(1);
    const seen: string[] = [];
    processor.schedule(5, () => seen.push('second'));
    processor.schedule(5, () => seen.push('third'));
    processor.schedule(1, () => seen.push('first'));
    processor.run('a', 2, () => seen.push(`one ${processor.nowMs}`));
    processor.run('a', 2, () => seen.push(`two ${processor.nowMs}`));
    processor.runUntil(10);
    expect(seen).toEqual(['first', 'one 2', 'two 4', 'second', 'third']);
  });
});
