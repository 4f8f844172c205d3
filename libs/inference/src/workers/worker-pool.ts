import type { WorkerProcess } from './worker-process.js';
import { WorkerSupervisor, type WorkerSupervisorOptions } from './worker-supervisor.js';

export interface WorkerPoolOptions extends Omit<WorkerSupervisorOptions, 'start'> {
  readonly size: number;
  /** @param index of the worker, from 0; the same for its replacements */
  readonly start: (index: number) => WorkerProcess;
}

/** A number of workers, each with a supervisor of its own. */
export class WorkerPool {
  private readonly supervisors: readonly WorkerSupervisor[];

  constructor(options: WorkerPoolOptions) {
    this.supervisors = Array.from(
      { length: options.size },
      (_, index) => new WorkerSupervisor({ ...options, start: () => options.start(index) }),
    );
  }

  /** Number of workers that would answer a run now. */
  get responsiveWorkers(): number {
    return this.supervisors.filter(({ isResponsive }) => isResponsive).length;
  }

  /** The last heartbeat of any worker that had loaded the model, in the clock's milliseconds. */
  get lastHeartbeatMs(): number {
    return Math.max(...this.supervisors.map(({ lastHeartbeatMs }) => lastHeartbeatMs));
  }

  /** Starts all workers. @throws ModelRefusedError or WorkerCrashedError: the model cannot be served */
  async open(): Promise<void> {
    await Promise.all(this.supervisors.map((supervisor) => supervisor.open()));
  }

  /** Ends all workers after the runs that they are in. */
  async close(): Promise<void> {
    await Promise.all(this.supervisors.map((supervisor) => supervisor.close()));
  }
}
