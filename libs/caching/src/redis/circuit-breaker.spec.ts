import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { CircuitBreaker } from './circuit-breaker.js';

const SLOW = new Error('slow');
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A circuit breaker whose probes succeed while `answers` is true. */
function openCircuitBreaker() {
  const clock = new ManualClock();
  const events: string[] = [];
  const other = { answers: true, probes: 0 };
  const circuitBreaker = new CircuitBreaker({
    clock,
    failuresToOpen: 3,
    probeIntervalMs: 500,
    probe: () => {
      other.probes++;
      return other.answers ? Promise.resolve() : Promise.reject(new Error('no answer'));
    },
    onOpen: ({ message }) => events.push(`failing: ${message}`),
    onClose: () => events.push('closed'),
    initialCause: new Error('not connected yet'),
  });
  return { circuitBreaker, clock, events, other };
}

async function closedCircuitBreaker() {
  const all = openCircuitBreaker();
  all.circuitBreaker.probeNow();
  await settled();
  all.events.length = 0;
  all.other.probes = 0;
  return all;
}

describe('Circuit breaker', () => {
  it('is open until a first probe succeeds', async () => {
    const { circuitBreaker, events } = openCircuitBreaker();
    expect(circuitBreaker.openCause?.message).toBe('not connected yet');
    circuitBreaker.probeNow();
    await settled();
    expect(circuitBreaker.openCause).toBeUndefined();
    expect(events).toEqual(['closed']);
  });

  it('opens after some failures in a row, and says why', async () => {
    const { circuitBreaker, clock, events } = await closedCircuitBreaker();
    for (const failure of [SLOW, SLOW, undefined, SLOW, SLOW]) circuitBreaker.record(clock.nowMs(), failure);
    expect(circuitBreaker.openCause).toBeUndefined();
    circuitBreaker.record(clock.nowMs(), SLOW);
    expect(circuitBreaker.openCause?.message).toBe('slow');
    expect(events).toEqual(['failing: slow']);
  });

  it('takes calls that failed together for one failure', async () => {
    const { circuitBreaker, clock } = await closedCircuitBreaker();
    const beganMs = clock.nowMs();
    clock.advance(50);
    for (let call = 0; call < 100; call++) circuitBreaker.record(beganMs, SLOW);
    expect(circuitBreaker.openCause).toBeUndefined();
  });

  it('gives the reason of a failed probe', async () => {
    const { circuitBreaker, events, other } = openCircuitBreaker();
    other.answers = false;
    circuitBreaker.probeNow();
    await settled();
    expect([circuitBreaker.openCause?.message, events]).toEqual(['no answer', ['failing: no answer']]);
  });

  it('probes by itself while it is open, and closes when a probe succeeds', async () => {
    const { circuitBreaker, clock, events, other } = await closedCircuitBreaker();
    other.answers = false;
    circuitBreaker.open(new Error('gone'));
    for (let second = 0; second < 5; second++) {
      clock.advance(1_000);
      await settled();
    }
    expect(other.probes).toBe(5);
    other.answers = true;
    clock.advance(500);
    await settled();
    expect(events).toEqual(['failing: gone', ...Array<string>(5).fill('failing: no answer'), 'closed']);
    expect(clock.pendingMs()).toEqual([]);
  });

  it('does not wait for the interval when it is told to try now', async () => {
    const { circuitBreaker, events } = await closedCircuitBreaker();
    circuitBreaker.open(new Error('gone'));
    circuitBreaker.probeNow();
    await settled();
    expect(events).toEqual(['failing: gone', 'closed']);
  });

  it('counts from nothing after it closed', async () => {
    const { circuitBreaker, clock } = await closedCircuitBreaker();
    for (const failure of [SLOW, SLOW, SLOW]) circuitBreaker.record(clock.nowMs(), failure);
    circuitBreaker.probeNow();
    await settled();
    for (const failure of [SLOW, SLOW]) circuitBreaker.record(clock.nowMs(), failure);
    expect(circuitBreaker.openCause).toBeUndefined();
  });

  it('tries no more after it is stopped', async () => {
    const { circuitBreaker, clock, other } = await closedCircuitBreaker();
    circuitBreaker.open(new Error('gone'));
    circuitBreaker.stop();
    clock.advance(10_000);
    await settled();
    expect(other.probes).toBe(0);
    expect(circuitBreaker.openCause?.message).toBe('stopped');
  });
});
