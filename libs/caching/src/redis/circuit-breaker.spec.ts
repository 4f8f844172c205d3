import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { Breaker } from './circuit-breaker.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A breaker whose trials end as `answers` says. */
function openBreaker() {
  const clock = new ManualClock();
  const events: string[] = [];
  const other = { answers: true, trials: 0 };
  const breaker = new Breaker({
    clock,
    failuresToOpen: 3,
    trialIntervalMs: 500,
    trial: () => {
      other.trials++;
      return other.answers ? Promise.resolve() : Promise.reject(new Error('no answer'));
    },
    onFailing: (reason) => events.push(`failing: ${reason}`),
    onClosed: () => events.push('closed'),
  });
  return { breaker, clock, events, other };
}

async function closedBreaker() {
  const all = openBreaker();
  all.breaker.tryNow();
  await settled();
  all.events.length = 0;
  all.other.trials = 0;
  return all;
}

describe('Breaker', () => {
  it('lets nobody through until a first trial succeeds', async () => {
    const { breaker, events } = openBreaker();
    expect(breaker.openBecause).toBe('not connected yet');
    breaker.tryNow();
    await settled();
    expect(breaker.openBecause).toBeUndefined();
    expect(events).toEqual(['closed']);
  });

  it('opens after some failures in a row, and says why', async () => {
    const { breaker, clock, events } = await closedBreaker();
    for (const failure of ['slow', 'slow', undefined, 'slow', 'slow']) breaker.ended(clock.nowMs(), failure);
    expect(breaker.openBecause).toBeUndefined();
    breaker.ended(clock.nowMs(), 'slow');
    expect(breaker.openBecause).toBe('slow');
    expect(events).toEqual(['failing: slow']);
  });

  it('takes calls that failed together for one failure', async () => {
    const { breaker, clock } = await closedBreaker();
    const beganMs = clock.nowMs();
    clock.advance(50);
    for (let call = 0; call < 100; call++) breaker.ended(beganMs, 'slow');
    expect(breaker.openBecause).toBeUndefined();
  });

  it('tells why a trial fails', async () => {
    const { breaker, events, other } = openBreaker();
    other.answers = false;
    breaker.tryNow();
    await settled();
    expect([breaker.openBecause, events]).toEqual(['no answer', ['failing: no answer']]);
  });

  it('tries by itself while it is open, and closes when a trial succeeds', async () => {
    const { breaker, clock, events, other } = await closedBreaker();
    other.answers = false;
    breaker.open('gone');
    for (let second = 0; second < 5; second++) {
      clock.advance(1_000);
      await settled();
    }
    expect(other.trials).toBe(5);
    other.answers = true;
    clock.advance(500);
    await settled();
    expect(events).toEqual(['failing: gone', ...Array<string>(5).fill('failing: no answer'), 'closed']);
    expect(clock.pendingMs()).toEqual([]);
  });

  it('does not wait for the interval when it is told to try now', async () => {
    const { breaker, events } = await closedBreaker();
    breaker.open('gone');
    breaker.tryNow();
    await settled();
    expect(events).toEqual(['failing: gone', 'closed']);
  });

  it('counts from nothing after it closed', async () => {
    const { breaker, clock } = await closedBreaker();
    for (const failure of ['slow', 'slow', 'slow']) breaker.ended(clock.nowMs(), failure);
    breaker.tryNow();
    await settled();
    for (const failure of ['slow', 'slow']) breaker.ended(clock.nowMs(), failure);
    expect(breaker.openBecause).toBeUndefined();
  });

  it('tries no more after it is stopped', async () => {
    const { breaker, clock, other } = await closedBreaker();
    breaker.open('gone');
    breaker.stop();
    clock.advance(10_000);
    await settled();
    expect(other.trials).toBe(0);
    expect(breaker.openBecause).toBeDefined();
  });
});
