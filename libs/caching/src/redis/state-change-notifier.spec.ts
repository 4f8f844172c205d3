import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import type { RedisServerState } from './redis-state.js';
import { StateChangeNotifier } from './state-change-notifier.js';

function createNotifier() {
  const clock = new ManualClock();
  const notified: string[] = [];
  const notifier = new StateChangeNotifier({
    clock,
    debounceMs: 10_000,
    onChange: (state) => notified.push(state.status === 'up' ? 'up' : state.cause.message),
  });
  const down = (reason: string): RedisServerState => ({ status: 'down', cause: new Error(reason) });
  return { clock, notified, notifier, down };
}

describe('State change notifier', () => {
  it('tell of each change, once and at once', () => {
    const { clock, notified, notifier, down } = createNotifier();
    for (const state of [{ status: 'up' } as const, down('gone'), down('still gone'), { status: 'up' } as const]) {
      notifier.note(state);
      clock.advance(1);
    }
    expect(notified).toEqual(['up', 'gone', 'up']);
  });

  it('tell of one that comes and goes all the time now and then', () => {
    const { clock, notified, notifier, down } = createNotifier();
    for (let turn = 0; turn < 250; turn++) {
      notifier.note(down('cut'));
      clock.advance(50);
      notifier.note({ status: 'up' });
      clock.advance(50);
    }
    expect(notified).toEqual(['cut', 'up', 'cut', 'up', 'cut', 'up']);
  });

  it('tell how it stands in the end', () => {
    const { clock, notified, notifier, down } = createNotifier();
    notifier.note(down('cut'));
    notifier.note({ status: 'up' });
    notifier.note(down('gone for good'));
    expect(notified).toEqual(['cut', 'up']);
    clock.advance(10_000);
    expect(notified).toEqual(['cut', 'up', 'gone for good']);
  });
});
