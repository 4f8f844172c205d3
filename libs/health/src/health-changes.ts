import type { HealthState } from './health-sources.js';

/** Reports when a part's health changes, and only then: probes come every few seconds. */
export class HealthChanges {
  private readonly statuses = new Map<string, HealthState['status']>();

  constructor(private readonly report: (name: string, state: HealthState) => void) {}

  note(name: string, state: HealthState): void {
    const before = this.statuses.get(name);
    if (before === state.status) return;
    this.statuses.set(name, state.status);
    // That all is well at the first look is no news.
    if (before !== undefined || state.status !== 'up') this.report(name, state);
  }
}
