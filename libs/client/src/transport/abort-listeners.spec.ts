import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { onAbort } from './abort-listeners.js';

describe('Actions at the abort of a signal', () => {
  it('run once each, and need one listener of the signal', () => {
    const controller = new AbortController();
    const ran: number[] = [];
    for (let action = 0; action < 20; action++) onAbort(controller.signal, () => ran.push(action));
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort();
    controller.abort();
    expect(ran).toEqual(Array.from({ length: 20 }, (_, action) => action));
  });

  it('do not run after they were prevented', () => {
    const controller = new AbortController();
    const ran: string[] = [];
    onAbort(controller.signal, () => ran.push('first'))();
    onAbort(controller.signal, () => ran.push('second'));
    controller.abort();
    expect(ran).toEqual(['second']);
  });

  it('run at once for a signal that is aborted', () => {
    const ran: string[] = [];
    onAbort(AbortSignal.abort(), () => ran.push('first'));
    expect(ran).toEqual(['first']);
  });
});
