import type { ModelProcess } from './worker-process.js';
import { ModelProcessKeeper, type ModelProcessKeeperOptions } from './worker-supervisor.js';

export interface ModelProcessPoolOptions extends Omit<ModelProcessKeeperOptions, 'start'> {
  readonly processes: number;
  /** @param index of the process, from 0; the same for those that replace it */
  readonly start: (index: number) => ModelProcess;
}

/** Keeps a number of model processes alive, each for itself. */
export class ModelProcessPool {
  private readonly keepers: readonly ModelProcessKeeper[];

  constructor(options: ModelProcessPoolOptions) {
    this.keepers = Array.from(
      { length: options.processes },
      (_, index) => new ModelProcessKeeper({ ...options, start: () => options.start(index) }),
    );
  }

  /** Processes that would answer a run now. */
  get answering(): number {
    return this.keepers.filter(({ answers }) => answers).length;
  }

  /** When a process that had loaded was last heard of, by the clock. */
  get lastHeardMs(): number {
    return Math.max(...this.keepers.map(({ lastHeardMs }) => lastHeardMs));
  }

  /** Starts all of them. @throws ModelRefusedError or ModelProcessLostError: the model cannot be served */
  async open(): Promise<void> {
    await Promise.all(this.keepers.map((keeper) => keeper.open()));
  }

  /** Ends all of them after the runs that they are in. */
  async close(): Promise<void> {
    await Promise.all(this.keepers.map((keeper) => keeper.close()));
  }
}
