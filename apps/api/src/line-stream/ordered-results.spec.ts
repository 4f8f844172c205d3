import { describe, expect, it, vi } from 'vitest';
import { OrderedResults } from './ordered-results.js';

describe('Ordered results', () => {
  it('are taken in the order in which they were begun, as soon as those before are complete', async () => {
    const onCompleted = vi.fn();
    const results = new OrderedResults(onCompleted);
    const resolvers: ((result: string) => void)[] = [];
    for (let index = 0; index < 3; index++) {
      results.add(new Promise((resolve) => void resolvers.push(resolve)));
    }
    expect([results.outstanding, results.incomplete]).toEqual([3, 3]);
    resolvers[1]?.('b');
    await vi.waitFor(() => {
      expect(onCompleted).toHaveBeenCalledTimes(1);
    });
    expect(results.takeCompleted()).toEqual([]);
    expect([results.outstanding, results.incomplete]).toEqual([3, 2]);
    resolvers[0]?.('a');
    await vi.waitFor(() => {
      expect(onCompleted).toHaveBeenCalledTimes(2);
    });
    expect(results.takeCompleted()).toEqual(['a', 'b']);
    resolvers[2]?.('c');
    await vi.waitFor(() => {
      expect(results.takeCompleted()).toEqual(['c']);
    });
    expect([results.outstanding, results.incomplete]).toEqual([0, 0]);
  });
});
