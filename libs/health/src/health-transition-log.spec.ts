import { describe, expect, it } from 'vitest';
import { HealthTransitionLog } from './health-transition-log.js';

describe('HealthChanges', () => {
  it('reports each change of each part once, for each probe', () => {
    const reports: string[] = [];
    const changes = new HealthTransitionLog((probe, part, { status }) => reports.push(`${probe} ${part} ${status}`));
    const down = { status: 'down', reason: 'gone' } as const;
    for (const state of [{ status: 'up' } as const, down, down, { status: 'up' } as const]) {
      changes.note('live', 'model', { status: 'up' });
      changes.note('ready', 'model', state);
      changes.note('ready', 'redis', { status: 'degraded', reason: 'slow' });
    }
    expect(reports).toEqual(['ready redis degraded', 'ready model down', 'ready model up']);
  });
});
