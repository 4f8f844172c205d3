import type { Classification, Encoding } from '#libs/classification';
import { cutBatches, type BatchLimits } from './cut-batches.js';
import { Lane, RoundRobinQueue } from './round-robin-queue.js';

/** What runs a batch: the model process that can be had now. */
export interface Executor {
  /** Logits row by row, one float32 a label. Rejects with `RunLostError` when the run may be tried again. */
  run(batch: readonly Int32Array[]): Promise<Float32Array>;
}

/** The run is lost with its process; the texts themselves may be fine. */
export class RunLostError extends Error {
  override readonly name = 'RunLostError';
}

export interface SchedulerOptions {
  readonly labelCount: number;
  readonly batchLimits: BatchLimits;
  /** Texts taken from the queue at once; sorting by length happens inside. */
  readonly windowTexts: number;
  /** Runs that a text may be lost in before it is failed. */
  readonly maxAttempts: number;
}

interface Item {
  readonly lane: Lane<Item>;
  readonly encoding: Encoding;
  attempts: number;
  settle(classification: Classification): void;
}

/** A request's place in the queue. */
export interface Ticket {
  /** Queues encodings; the promise resolves with their outcomes in order and never rejects. */
  enqueue(encodings: readonly Encoding[]): Promise<Classification[]>;
}

/** Decides which encodings run when and together, and gives every text its own outcome. */
export class Scheduler {
  private readonly queue = new RoundRobinQueue<Item>();
  private executor: Executor | undefined;
  private draining = false;

  constructor(private readonly options: SchedulerOptions) {}

  /** Sets what runs batches from now on; nothing runs while there is none. */
  use(executor: Executor | undefined): void {
    this.executor = executor;
    void this.drain();
  }

  /** Opens a lane for one request. */
  ticket(): Ticket {
    const lane = new Lane<Item>();
    return {
      enqueue: (encodings) => {
        const outcomes = encodings.map(
          (encoding) =>
            new Promise<Classification>((settle) => {
              this.queue.push(lane, [{ lane, encoding, attempts: 0, settle }]);
            }),
        );
        void this.drain();
        return Promise.all(outcomes);
      },
    };
  }

  /** Fails everything that waits. */
  close(failure: string): void {
    this.executor = undefined;
    for (const item of this.queue.take(Number.POSITIVE_INFINITY)) item.settle({ failure });
  }

  private async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    while (this.executor && !this.queue.isEmpty) {
      const window = this.queue.take(this.options.windowTexts);
      for (const batch of cutBatches(window, (item) => item.encoding.ids.length, this.options.batchLimits)) {
        await this.runBatch(batch);
      }
    }
    this.draining = false;
  }

  private async runBatch(batch: readonly Item[]): Promise<void> {
    const { executor } = this;
    if (!executor) {
      this.putBack(batch);
      return;
    }
    let logits: Float32Array;
    try {
      logits = await executor.run(batch.map((item) => item.encoding.ids));
    } catch (error) {
      if (error instanceof RunLostError) this.runAgain(batch);
      else for (const item of batch) item.settle({ failure: 'The model failed on this text.' });
      return;
    }
    const { labelCount } = this.options;
    batch.forEach((item, row) => {
      const own = logits.slice(row * labelCount, (row + 1) * labelCount);
      item.settle(
        own.every(Number.isFinite)
          ? { logits: own, truncated: item.encoding.truncated }
          : { failure: 'The model has no finite answer for this text.' },
      );
    });
  }

  private runAgain(batch: readonly Item[]): void {
    for (const item of batch) item.attempts++;
    const { maxAttempts } = this.options;
    this.putBack(batch.filter((item) => item.attempts < maxAttempts));
    for (const item of batch.filter(({ attempts }) => attempts >= maxAttempts)) {
      item.settle({ failure: `The model process was lost ${item.attempts} times while it worked on this text.` });
    }
  }

  private putBack(batch: readonly Item[]): void {
    for (const item of [...batch].reverse()) this.queue.putBack(item.lane, item);
  }
}
