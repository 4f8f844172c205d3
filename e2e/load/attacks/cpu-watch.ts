import { processCpuMs } from '../process-usage.js';

/** CPU time that a changing set of processes has used since the watch began. */
export class CpuWatch {
  private readonly before = new Map<number, number>();
  private readonly latest = new Map<number, number>();

  /** @param listIds processes that count now; one that is new later counts from its start */
  constructor(private readonly listIds: () => readonly number[]) {
    this.sample();
    for (const [id, ms] of this.latest) this.before.set(id, ms);
  }

  /** To be called often: the time of a process that has ended is known from its last sample. */
  sample(): void {
    for (const id of this.listIds()) {
      const ms = processCpuMs(id);
      if (ms !== undefined) this.latest.set(id, ms);
    }
  }

  get usedMs(): number {
    return [...this.latest].reduce((sum, [id, ms]) => sum + ms - (this.before.get(id) ?? 0), 0);
  }
}
