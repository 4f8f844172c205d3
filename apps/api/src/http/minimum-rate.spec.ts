import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { MinimumRate } from './minimum-rate.js';

function watch() {
  const clock = new ManualClock();
  const state = { isTooSlow: false };
  const rate = new MinimumRate(clock, () => (state.isTooSlow = true));
  return { clock, rate, state };
}

describe('Minimum rate of a body', () => {
  it('cuts a sender that sends nothing', () => {
    const { clock, state } = watch();
    clock.advance(4_000);
    expect(state.isTooSlow).toBe(false);
    clock.advance(2_000);
    expect(state.isTooSlow).toBe(true);
  });

  it('passes a sender of 1 kB a second for minutes', () => {
    const { clock, rate, state } = watch();
    for (let second = 0; second < 300; second++) {
      rate.received(1_000);
      clock.advance(1_000);
    }
    expect(state.isTooSlow).toBe(false);
  });

  it('cuts a sender of a byte a second, and one that stops after a large part', () => {
    const slow = watch();
    for (let second = 0; second < 10; second++) {
      slow.rate.received(1);
      slow.clock.advance(1_000);
    }
    expect(slow.state.isTooSlow).toBe(true);
    const stopped = watch();
    stopped.rate.received(2_000_000);
    stopped.clock.advance(6_000);
    expect(stopped.state.isTooSlow).toBe(true);
  });

  it('does not count a pause of the process against the sender', () => {
    const { clock, rate, state } = watch();
    clock.pause(60_000);
    clock.advance(1_000);
    expect(state.isTooSlow).toBe(false);
    rate.stop();
    clock.advance(60_000);
    expect(state.isTooSlow).toBe(false);
  });
});
