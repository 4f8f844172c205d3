import { describe, expect, it } from 'vitest';
import { Lane, RoundRobinQueue } from './round-robin-queue.js';

describe('RoundRobinQueue', () => {
  it('takes one from each lane in turn, oldest first', () => {
    const queue = new RoundRobinQueue<string>();
    queue.push(new Lane(), ['a1', 'a2', 'a3']);
    queue.push(new Lane(), ['b1']);
    queue.push(new Lane(), ['c1', 'c2']);
    expect(queue.take(4)).toEqual(['a1', 'b1', 'c1', 'a2']);
    expect(queue.take(10)).toEqual(['c2', 'a3']);
    expect(queue.isEmpty).toBe(true);
  });

  it('does not keep a request of one waiting behind a request of a thousand', () => {
    const queue = new RoundRobinQueue<string>();
    queue.push(
      new Lane(),
      Array.from({ length: 1_000 }, (_, index) => `long ${index}`),
    );
    queue.push(new Lane(), ['short']);
    expect(queue.take(2)).toContain('short');
  });

  it('deals first what was put back', () => {
    const queue = new RoundRobinQueue<string>();
    const lane = new Lane<string>();
    queue.push(lane, ['a2']);
    queue.push(new Lane(), ['b1']);
    queue.putBack(lane, 'a1');
    expect(queue.take(3)).toEqual(['a1', 'b1', 'a2']);
  });
});
