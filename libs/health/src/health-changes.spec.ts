import { describe, expect, it } from 'vitest';
import { HealthChanges } from './health-changes.js';

describe('HealthChanges', () => {
  it('reports each change of each part once', () => {
    const reports: string[] = [];
    const changes = new HealthChanges((name, { status }) => reports.push(`${name} ${status}`));
    const down = { status: 'down', reason: 'gone' } as const;
    for (const state of [{ status: 'up' } as const, down, down, { status: 'up' } as const]) {
      changes.note('model', state);
      changes.note('redis', { status: 'degraded', reason: 'slow' });
    }
    expect(reports).toEqual(['redis degraded', 'model down', 'model up']);
  });
});
