import { ModelProcessKeeper, type ModelProcessKeeperOptions } from './model-process-keeper.js';

export interface ModelProcessPoolOptions extends ModelProcessKeeperOptions {
  readonly processes: number;
}

/** Keeps a number of model processes alive, each for itself. */
export class ModelProcessPool {
  private readonly keepers: readonly ModelProcessKeeper[];

  constructor(options: ModelProcessPoolOptions) {
    this.keepers = Array.from({ length: options.processes }, () => new ModelProcessKeeper(options));
  }

  /** Processes that would answer a run now. */
  get answering(): number {
    return this.keepers.filter(({ answers }) => answers).length;
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
