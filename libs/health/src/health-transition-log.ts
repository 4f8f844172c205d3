import type { HealthState } from './health-sources.js';

/** Reports when what a probe hears of a part changes, and only then: probes come every few seconds. */
export class HealthTransitionLog {
  private readonly statuses = new Map<string, HealthState['status']>();

  constructor(private readonly report: (probe: string, part: string, state: HealthState) => void) {}

  note(probe: string, part: string, state: HealthState): void {
    const name = `${probe} ${part}`;
    const before = this.statuses.get(name);
    if (before === state.status) return;
    this.statuses.set(name, state.status);
    // That all is well at the first look is no news.
    if (before !== undefined || state.status !== 'up') this.report(probe, part, state);
  }
}
