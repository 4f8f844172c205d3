import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.js';

interface Named {
  readonly name: string;
  readonly virtualStartMs: number;
  readonly tokens: number;
}

const item = (name: string, virtualStartMs: number, tokens = 1): Named => ({ name, virtualStartMs, tokens });
const getNames = (queue: FairQueue<Named>): string =>
  queue
    .peek(queue.length)
    .map(({ name }) => name)
    .join('');

describe('FairQueue', () => {
  it('orders items by virtual start, and items of one virtual start by arrival', () => {
    const queue = new FairQueue<Named>();
    for (const each of [item('a', 5), item('b', 1), item('c', 5), item('d', 3)]) queue.push(each);
    expect(getNames(queue)).toBe('bdac');
  });

  it('keeps items that were peeked at, and removes single items', () => {
    const queue = new FairQueue<Named>();
    const items = [item('a', 1), item('b', 1), item('c', 1)];
    for (const each of items) queue.push(each);
    expect(queue.peek(2)).toEqual(queue.peek(2));
    expect([items[1], items[1]].map((each) => each && queue.remove(each))).toEqual([true, false]);
    expect(getNames(queue)).toBe('ac');
  });

  it('measures the workload up to a virtual start', () => {
    const queue = new FairQueue<Named>();
    for (const each of [item('a', 10, 5), item('b', 20, 7), item('c', 30, 9)]) queue.push(each);
    expect(queue.workloadUntil(20)).toEqual({ texts: 2, tokens: 12 });
    expect(queue.workloadUntil(9)).toEqual({ texts: 0, tokens: 0 });
    expect(queue.workload).toEqual({ texts: 3, tokens: 21 });
  });

  it('stays in order and counts right, whatever comes and goes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ virtualStartMs: fc.nat(20), tokens: fc.nat(9), stays: fc.boolean() })),
        (plan) => {
          const queue = new FairQueue<Named>();
          const items = plan.map(({ virtualStartMs, tokens }, index) => item(String(index), virtualStartMs, tokens));
          for (const each of items) queue.push(each);
          items.forEach((each, index) => plan[index]?.stays || queue.remove(each));
          const left = items
            .filter((_, index) => plan[index]?.stays)
            .sort((a, b) => a.virtualStartMs - b.virtualStartMs);
          expect(queue.peek(100)).toEqual(left);
          expect(queue.workload.tokens).toBe(left.reduce((sum, { tokens }) => sum + tokens, 0));
        },
      ),
    );
  });
});
