import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.js';

interface Named {
  readonly name: string;
  client: string;
  virtualStartMs: number;
  readonly inputs: number;
  readonly tokens: number;
}

const item = (name: string, virtualStartMs: number, tokens = 1, client = 'one'): Named => {
  return { name, client, virtualStartMs, inputs: 1, tokens };
};
const getNames = (queue: FairQueue<Named>): string =>
  queue
    .peek(queue.length)
    .map(({ name }) => name)
    .join('');

describe('Fair queue', () => {
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

  it('measures the workload of a client up to a virtual start', () => {
    const queue = new FairQueue<Named>();
    for (const each of [item('a', 10, 5), item('b', 20, 7), item('c', 30, 9)]) queue.push(each);
    expect(queue.workloadAhead({ client: 'one', virtualStartMs: 20 })).toEqual({ inputs: 2, tokens: 12 });
    expect(queue.workloadAhead({ client: 'one', virtualStartMs: 9 })).toEqual({ inputs: 0, tokens: 0 });
    expect(queue.workload).toEqual({ inputs: 3, tokens: 21 });
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

/** Serves items until the queue is empty or `count` were served. */
function serve(queue: FairQueue<Named>, count = Number.POSITIVE_INFINITY): string {
  let names = '';
  for (let served = 0; served < count; served++) {
    const [next] = queue.peek(1);
    if (!next) break;
    queue.serve(next);
    names += next.name;
  }
  return names;
}

describe('Fair queue: clients', () => {
  it('serves clients that wait in turns, whichever came first, and however much each has queued', () => {
    const queue = new FairQueue<Named>();
    for (const name of 'aaaaaaaa') queue.push(item(name, 0, 10, 'many'));
    for (const name of 'bb') queue.push(item(name, 9, 10, 'few'));
    expect(getNames(queue)).toBe('ababaaaaaa');
    expect(serve(queue)).toBe('ababaaaaaa');
  });

  it('gives a client alone everything, and does not hold it against the client later', () => {
    const queue = new FairQueue<Named>();
    for (const name of 'aaaaaaaa') queue.push(item(name, 0, 10, 'first'));
    expect(serve(queue, 4)).toBe('aaaa');
    for (const name of 'bbb') queue.push(item(name, 0, 10, 'second'));
    expect(serve(queue, 6)).toBe('bababa');
  });

  it('shares by tokens, not by items', () => {
    const queue = new FairQueue<Named>();
    for (const name of 'AAA') queue.push(item(name, 0, 92, 'long'));
    for (const name of 'bbbbbbbb') queue.push(item(name, 0, 12, 'short'));
    // 100 with the cost of a text, against 20.
    expect(serve(queue, 7)).toBe('AbbbbbA');
  });

  it('estimates the work ahead of a client by what each other client is served meanwhile', () => {
    const queue = new FairQueue<Named>();
    for (let index = 0; index < 100; index++) queue.push(item('a', index, 10, 'many'));
    queue.push(item('b', 0, 10, 'few'));
    expect(queue.workloadAhead({ client: 'new', virtualStartMs: 0 }, { inputs: 1, tokens: 10 })).toEqual({
      inputs: 2,
      tokens: 20,
    });
    expect(queue.workloadAhead({ client: 'few', virtualStartMs: 0 }, { inputs: 1, tokens: 10 })).toEqual({
      inputs: 3,
      tokens: 30,
    });
    expect(queue.workloadAhead({ client: 'many', virtualStartMs: 1e6 }, { inputs: 1, tokens: 10 })).toEqual({
      inputs: 101,
      tokens: 1_010,
    });
  });

  it('moves an item to a client that has less work in the queue, and never to one that has more', () => {
    const queue = new FairQueue<Named>();
    const [wanted, other] = [item('w', 50, 10, 'many'), item('o', 0, 10, 'few')];
    for (let index = 0; index < 20; index++) queue.push(item('a', index, 10, 'many'));
    for (const each of [wanted, other]) queue.push(each);
    expect(queue.promote(other, { client: 'many', virtualStartMs: 0 })).toBe(true);
    expect(other.client).toBe('few');
    expect(queue.promote(wanted, { client: 'few', virtualStartMs: 1 })).toBe(true);
    expect(wanted.client).toBe('few');
    expect(serve(queue, 4).includes('w')).toBe(true);
    expect(queue.promote(wanted, { client: 'few', virtualStartMs: 1 })).toBe(false);
  });

  it('serves every client of two that wait within one item of its share, whatever they push', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 20 }), fc.array(fc.nat(50), { minLength: 20 }), (one, two) => {
        const queue = new FairQueue<Named>();
        one.forEach((tokens, index) => queue.push(item('1', index, tokens, 'one')));
        two.forEach((tokens, index) => queue.push(item('2', index, tokens, 'two')));
        const work = { one: 0, two: 0 };
        while (queue.peek(1).length > 0) {
          const [next] = queue.peek(1);
          if (!next) break;
          const clients = new Set(queue.peek(queue.length).map(({ client }) => client));
          if (clients.size < 2) break;
          expect(Math.abs(work.one - work.two)).toBeLessThanOrEqual(2 * 58);
          work[next.client as 'one' | 'two'] += next.tokens + 8;
          queue.serve(next);
        }
      }),
    );
  });
});
