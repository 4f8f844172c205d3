import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { FakeChild } from './child-process.fake.js';
import { WorkerSupervisor } from './worker-supervisor.js';
import { WorkerProcess, WorkerCrashedError } from './worker-process.js';

const TIMINGS = { pingIntervalMs: 500, unresponsiveAfterMs: 3_000, killAfterMs: 8_000, loadWithinMs: 60_000 };

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A supervisor whose first worker is ready. The system refuses to start another one while `system.refuses`. */
async function openSupervisor() {
  const children: FakeChild[] = [];
  const clock = new ManualClock();
  const events: string[] = [];
  const system = { refuses: false };
  const supervisor = new WorkerSupervisor({
    clock,
    start: () => {
      if (system.refuses) throw new WorkerCrashedError('the system refuses');
      const child = new FakeChild();
      children.push(child);
      return new WorkerProcess(() => child.asChildProcess(), clock, TIMINGS);
    },
    firstRestartDelayMs: 100,
    maxRestartDelayMs: 400,
    healthyAfterMs: 10_000,
    onExit: () => events.push('exit'),
    onReady: () => events.push('ready'),
  });
  const opening = supervisor.open();
  children[0]?.says({ kind: 'ready' });
  await opening;
  return { children, clock, supervisor, events, system };
}

describe('Worker supervisor', () => {
  it('replaces a crashed worker at once, and later each time the next one crashes soon', async () => {
    const { children, clock, supervisor, events } = await openSupervisor();
    const delays: number[] = [];
    for (let life = 0; life < 5; life++) {
      children.at(-1)?.end(1, null);
      await settled();
      delays.push(...clock.pendingMs());
      clock.advance(400);
      children.at(-1)?.says({ kind: 'ready' });
      await settled();
    }
    expect(delays).toEqual([0, 100, 200, 400, 400]);
    expect(events.filter((event) => event === 'ready')).toHaveLength(6);
    expect(supervisor.isResponsive).toBe(true);
  });

  it('forgives an old loss', async () => {
    const { children, clock } = await openSupervisor();
    children[0]?.end(1, null);
    await settled();
    clock.advance(1);
    children[1]?.says({ kind: 'ready' });
    await settled();
    for (let second = 0; second < 20; second++) {
      clock.advance(1_000);
      children[1]?.says({ kind: 'pong' });
    }
    children[1]?.end(1, null);
    await settled();
    expect(clock.pendingMs()).toContain(0);
  });

  it('tries again when a replacement ends while it loads', async () => {
    const { children, clock, events } = await openSupervisor();
    children[0]?.end(1, null);
    await settled();
    clock.advance(1);
    children[1]?.end(1, null);
    await settled();
    clock.advance(100);
    expect(children).toHaveLength(3);
    expect(events).toEqual(['ready', 'exit', 'exit']);
  });

  it('tries again when the system refuses to start a replacement', async () => {
    const { children, clock, events, system } = await openSupervisor();
    system.refuses = true;
    children[0]?.end(1, null);
    await settled();
    clock.advance(1);
    await settled();
    system.refuses = false;
    clock.advance(100);
    expect(children).toHaveLength(2);
    expect(events).toEqual(['ready', 'exit', 'exit']);
  });

  it('starts nothing after it is closed', async () => {
    const { children, clock, supervisor, events } = await openSupervisor();
    await supervisor.close();
    clock.advance(60_000);
    expect(children).toHaveLength(1);
    expect(events).toEqual(['ready']);
    expect(supervisor.isResponsive).toBe(false);
  });
});
