import type { WorkerProcess } from './worker-process.js';
import { WorkerSupervisor, type WorkerSupervisorOptions } from './worker-supervisor.js';

export interface WorkerPoolOptions extends Omit<WorkerSupervisorOptions, 'start'> {
  readonly size: number;
  /** @param index of the process, from 0; the same for those that replace it */
  readonly start: (index: number) => WorkerProcess;
}

/** Keeps a number of model processes alive, each for itself. */
export class WorkerPool {
  private readonly supervisors: readonly WorkerSupervisor[];

  constructor(options: WorkerPoolOptions) {
    this.supervisors = Array.from(
      { length: options.size },
      (_, index) => new WorkerSupervisor({ ...options, start: () => options.start(index) }),
    );
  }

  /** Processes that would answer a run now. */
  get responsiveWorkers(): number {
    return this.supervisors.filter(({ isResponsive }) => isResponsive).length;
  }

  /** When a process that had loaded was last heard of, by the clock. */
  get lastHeartbeatMs(): number {
    return Math.max(...this.supervisors.map(({ lastHeartbeatMs }) => lastHeartbeatMs));
  }

  /** Starts all of them. @throws ModelRefusedError or WorkerCrashedError: the model cannot be served */
  async open(): Promise<void> {
    await Promise.all(this.supervisors.map((supervisor) => supervisor.open()));
  }

  /** Ends all of them after the runs that they are in. */
  async close(): Promise<void> {
    await Promise.all(this.supervisors.map((supervisor) => supervisor.close()));
  }
}
