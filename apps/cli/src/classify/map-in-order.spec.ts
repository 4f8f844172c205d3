import { describe, expect, it } from 'vitest';
import { mapInOrder } from './map-in-order.js';

async function* countTo(end: number, taken: number[] = []): AsyncGenerator<number> {
  for (let item = 1; item <= end; item++) {
    taken.push(item);
    yield await Promise.resolve(item);
  }
}

describe('mapInOrder', () => {
  it('yields results in the order of the items, whichever is done first', async () => {
    const resolvers = new Map<number, () => void>();
    const results = mapInOrder(countTo(3), 3, (item) => {
      return new Promise<number>((resolve) => resolvers.set(item, () => resolve(item * 10)));
    });
    const first = results.next();
    await new Promise((resolve) => setImmediate(resolve));
    for (const item of [3, 2, 1]) resolvers.get(item)?.();
    const all = [(await first).value];
    for await (const result of results) all.push(result);
    expect(all).toEqual([10, 20, 30]);
  });

  it('takes no more items than results may be outstanding', async () => {
    const taken: number[] = [];
    const results = mapInOrder(countTo(9, taken), 3, (item) => Promise.resolve(item));
    await results.next();
    expect(taken).toEqual([1, 2, 3]);
  });

  it('fails in turn, after the results before', async () => {
    const results = mapInOrder(countTo(3), 3, (item) => {
      return item === 2 ? Promise.reject(new Error('no')) : Promise.resolve(item);
    });
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow('no');
  });
});
