import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { EventLoopQueue } from './event-loop-queue.js';

/** A queue whose turns come when the test says so. */
function openQueue() {
  const clock = new ManualClock();
  const turns: (() => void)[] = [];
  const started: string[] = [];
  const queue = new EventLoopQueue({ clock, afterSockets: (action) => turns.push(action), costPerTurn: 16 });
  const wait = (name: string, { client = 'one', cost = 16, timeoutMs = 10_000 } = {}) =>
    Promise.resolve(queue.waitForTurn({ client, cost }, clock.nowMs() + timeoutMs)).then(() => {
      started.push(name);
    });
  /** The next turn, after the last one took this long. */
  const turn = async (lastTurnMs = 0) => {
    clock.advance(lastTurnMs);
    turns.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, clock, turns, started, wait, turn };
}

describe('Event loop queue', () => {
  it('starts a request at once when it is alone', async () => {
    const { wait, started } = openQueue();
    await wait('a', { cost: 1_000 });
    expect(started).toEqual(['a']);
  });

  it('starts small requests together, and large ones in turns of their own', async () => {
    const { wait, turn, started } = openQueue();
    const small = Array.from({ length: 16 }, (_, index) => wait(`s${index}`, { cost: 1 }));
    await turn();
    expect(started).toHaveLength(16);
    const large = ['a', 'b', 'c'].map((name) => wait(name));
    await new Promise((resolve) => setImmediate(resolve));
    expect(started.slice(16)).toEqual(['a']);
    await turn();
    expect(started.slice(16)).toEqual(['a', 'b']);
    await turn();
    await Promise.all([...small, ...large]);
  });

  it('lets clients take turns, whatever one of them has waiting', async () => {
    const { wait, turn, started } = openQueue();
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => wait(name, { client: 'many' }));
    const few = wait('x', { client: 'few' });
    for (let count = 0; count < 5; count++) await turn();
    expect(started).toEqual(['a', 'b', 'x', 'c', 'd', 'e']);
    await Promise.all([...many, few]);
  });

  it('fails a request that waited past its deadline', async () => {
    const { queue, wait, turn, started } = openQueue();
    const first = wait('a');
    const late = wait('b', { timeoutMs: 100 }).catch((error: unknown) => error);
    const next = wait('c');
    await turn(101);
    await turn();
    expect(await late).toMatchObject({ kind: 'deadline-exceeded' });
    expect(queue.drops).toEqual({ overloaded: 0, 'deadline-exceeded': 1 });
    expect(started).toEqual(['a', 'c']);
    await Promise.all([first, next]);
  });

  it('refuses a request whose turn would come too late, by the duration of the turns before', async () => {
    const { queue, wait, turn } = openQueue();
    const waiting = Array.from({ length: 60 }, (_, index) => wait(String(index)));
    for (let count = 0; count < 30; count++) await turn(50);
    await expect(wait('late', { timeoutMs: 200 })).rejects.toMatchObject({ kind: 'overloaded', retryAfterSeconds: 2 });
    expect(queue.drops).toEqual({ overloaded: 1, 'deadline-exceeded': 0 });
    const other = wait('other', { client: 'other', timeoutMs: 200 });
    for (let count = 0; count < 40; count++) await turn();
    await Promise.all([...waiting, other]);
  });

  it('takes no turns while nothing is to be done', async () => {
    const { wait, turn, turns } = openQueue();
    await wait('a');
    await turn();
    expect(turns).toEqual([]);
  });

  it('lets new connections be accepted first, up to a number of turns', async () => {
    const { queue, wait, turn, started } = openQueue();
    const waiting = ['a', 'b'].map((name) => wait(name));
    queue.postponeTurn();
    await turn();
    expect(started).toEqual(['a']);
    await turn();
    expect(started).toEqual(['a', 'b']);
    const later = wait('c');
    for (let count = 0; count < 51; count++) {
      expect(started).not.toContain('c');
      queue.postponeTurn();
      await turn();
    }
    expect(started).toContain('c');
    await Promise.all([...waiting, later]);
  });
});
