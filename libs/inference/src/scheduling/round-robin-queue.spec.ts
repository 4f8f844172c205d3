import { describe, expect, it } from 'vitest';
import { RoundRobinQueue } from './round-robin-queue.js';

interface Named {
  readonly lane: object;
  readonly name: string;
}

function queueOf(lanes: Record<string, readonly string[]>): RoundRobinQueue<Named> {
  const queue = new RoundRobinQueue<Named>();
  for (const names of Object.values(lanes)) {
    const lane = {};
    for (const name of names) queue.push({ lane, name });
  }
  return queue;
}

function take(queue: RoundRobinQueue<Named>, count: number): string[] {
  const items = queue.peek(count);
  queue.remove(items);
  return items.map(({ name }) => name);
}

describe('RoundRobinQueue', () => {
  it('deals one from each lane in turn, oldest first', () => {
    const queue = queueOf({ a: ['a1', 'a2', 'a3'], b: ['b1'], c: ['c1', 'c2'] });
    expect(take(queue, 4)).toEqual(['a1', 'b1', 'c1', 'a2']);
    expect(take(queue, 10)).toEqual(['c2', 'a3']);
    expect(queue.isEmpty).toBe(true);
  });

  it('does not keep a request of one waiting behind a request of a thousand', () => {
    const thousand = Array.from({ length: 1_000 }, (_, index) => `long ${index}`);
    expect(take(queueOf({ long: thousand, short: ['short'] }), 2)).toContain('short');
  });

  it('leaves what was only looked at', () => {
    const queue = queueOf({ a: ['a1', 'a2'], b: ['b1'] });
    expect(queue.peek(3)).toEqual(queue.peek(3));
    queue.remove(queue.peek(3).filter(({ name }) => name === 'a2'));
    expect(take(queue, 3).sort()).toEqual(['a1', 'b1']);
  });

  it('lets the lane whose turn it was wait for the others', () => {
    const queue = queueOf({ a: ['a1', 'a2'], b: ['b1', 'b2'] });
    expect([take(queue, 1), take(queue, 1), take(queue, 1)].flat()).toEqual(['a1', 'b1', 'a2']);
  });

  it('deals first what was put back', () => {
    const queue = queueOf({ a: ['a1', 'a2'], b: ['b1'] });
    const taken = queue.peek(1);
    queue.remove(taken);
    queue.putBack(taken);
    expect(take(queue, 3)).toEqual(['a1', 'b1', 'a2']);
  });
});
