import { describe, expect, it } from 'vitest';
import { HealthTransitionLog } from './health-transition-log.js';

describe('Health transition log', () => {
  it('logs each part that goes down or comes back once, for each probe, and no part that is degraded', () => {
    const lines: string[] = [];
    const log = new HealthTransitionLog({
      log: (line: string) => lines.push(`log ${line}`),
      warn: (line: string) => lines.push(`warn ${line}`),
    });
    const down = { status: 'down', reason: 'gone' } as const;
    for (const state of [{ status: 'up' } as const, down, down, { status: 'up' } as const]) {
      log.note('live', 'model', { status: 'up' });
      log.note('ready', 'model', state);
      log.note('ready', 'redis', { status: 'degraded', reason: 'slow' });
    }
    expect(lines).toEqual(['warn ready: model is down: gone', 'log ready: model is up']);
  });
});
