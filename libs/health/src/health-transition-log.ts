import type { HealthState } from './health-sources.js';

/**
 * Logs each change of a part between answering and down, once for each probe: probes ask every few seconds. A part that
 * is degraded does not change the answer of a probe, and logs its own changes, which may come and go quickly.
 */
export class HealthTransitionLog {
  private readonly downByName = new Map<string, boolean>();

  constructor(private readonly logger: Pick<Console, 'log' | 'warn'>) {}

  /** Takes the state that a part reports to a probe. */
  note(probe: string, part: string, state: HealthState): void {
    const name = `${probe} ${part}`;
    const before = this.downByName.get(name);
    const isDown = state.status === 'down';
    if (before === isDown) return;
    this.downByName.set(name, isDown);
    if (isDown) this.logger.warn(`${probe}: ${part} is down: ${state.reason}`);
    // A part that is not down at its first probe has not changed.
    else if (before) this.logger.log(`${probe}: ${part} is ${state.status}`);
  }
}
