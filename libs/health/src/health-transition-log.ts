import type { HealthState } from './health-sources.js';

/** Logs each change of state of a part, once for each probe: probes ask every few seconds. */
export class HealthTransitionLog {
  private readonly statuses = new Map<string, HealthState['status']>();

  constructor(private readonly logger: Pick<Console, 'log' | 'warn'>) {}

  /** Takes the state that a part reports to a probe. */
  note(probe: string, part: string, state: HealthState): void {
    const name = `${probe} ${part}`;
    const before = this.statuses.get(name);
    if (before === state.status) return;
    this.statuses.set(name, state.status);
    if (state.status !== 'up') this.logger.warn(`${probe}: ${part} is ${state.status}: ${state.reason}`);
    // A part that is up at its first probe has not changed.
    else if (before !== undefined) this.logger.log(`${probe}: ${part} is up`);
  }
}
