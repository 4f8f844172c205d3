import { ServiceError, type Classification, type Encoding } from '#libs/classification';
import { cutBatch, type BatchLimits } from './cut-batch.js';
import { RoundRobinQueue, type Queued } from './round-robin-queue.js';

/** What runs a batch: a model process. */
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
  /** Texts among which a batch is chosen: the next ones that are due. */
  readonly windowTexts: number;
  /** Processes that a text may take down, running alone, before it is failed. */
  readonly maxLosses: number;
}

interface Item extends Queued {
  readonly encoding: Encoding;
  /** Runs with nobody else from now on: a batch that it was in failed, and others must not pay for it. */
  alone: boolean;
  losses: number;
  resolve(classification: Classification): void;
  reject(error: ServiceError): void;
}

/** A request's place in the queue. */
export interface Ticket {
  /**
   * Queues encodings; resolves with their outcomes, in order.
   * @throws ServiceError `model-unavailable` when the scheduler is closed
   */
  enqueue(encodings: readonly Encoding[]): Promise<Classification[]>;
}

/** Decides which encodings run when, where and together, and gives every text its own outcome. */
export class Scheduler {
  private readonly queue = new RoundRobinQueue<Item>();
  private readonly executors = new Set<Executor>();
  private readonly free = new Set<Executor>();
  private closed: ServiceError | undefined;

  constructor(private readonly options: SchedulerOptions) {}

  /** Takes an executor into use. */
  add(executor: Executor): void {
    this.executors.add(executor);
    this.free.add(executor);
    this.dispatch();
  }

  /** Gives an executor nothing more. The run that it is in settles by itself. */
  remove(executor: Executor): void {
    this.executors.delete(executor);
    this.free.delete(executor);
  }

  /** Opens a lane for one request. */
  ticket(): Ticket {
    const lane = {};
    return {
      enqueue: (encodings) => {
        const outcomes = encodings.map((encoding) => this.push(lane, encoding));
        this.dispatch();
        return Promise.all(outcomes);
      },
    };
  }

  /** Refuses everything that waits, and all that comes. */
  close(reason: string): void {
    this.closed = new ServiceError('model-unavailable', reason, { retryAfterSeconds: 1 });
    this.executors.clear();
    this.free.clear();
    const waiting = this.queue.peek(Number.POSITIVE_INFINITY);
    this.queue.remove(waiting);
    for (const item of waiting) item.reject(this.closed);
  }

  private push(lane: object, encoding: Encoding): Promise<Classification> {
    if (this.closed) return Promise.reject(this.closed);
    return new Promise((resolve, reject) => {
      this.queue.push({ lane, encoding, alone: false, losses: 0, resolve, reject });
    });
  }

  private dispatch(): void {
    for (const executor of this.free) {
      const batch = this.takeBatch();
      if (batch.length === 0) return;
      this.free.delete(executor);
      void this.run(executor, batch).then(() => {
        if (this.executors.has(executor)) this.free.add(executor);
        this.dispatch();
      });
    }
  }

  private takeBatch(): Item[] {
    const { windowTexts, batchLimits } = this.options;
    const [oldest, ...others] = this.queue.peek(windowTexts);
    if (!oldest) return [];
    // What waits is divided among the executors that are free: two batches of four end before one of eight.
    const share = Math.ceil((1 + others.length) / this.free.size);
    const limits = { ...batchLimits, maxTexts: Math.min(batchLimits.maxTexts, share) };
    const batch = oldest.alone
      ? [oldest]
      : cutBatch([oldest, ...others.filter(({ alone }) => !alone)], ({ encoding }) => encoding.ids.length, limits);
    this.queue.remove(batch);
    return batch;
  }

  private async run(executor: Executor, batch: readonly Item[]): Promise<void> {
    try {
      const logits = await executor.run(batch.map(({ encoding }) => encoding.ids));
      const { labelCount } = this.options;
      batch.forEach((item, row) =>
        item.resolve(outcomeOf(item, logits.slice(row * labelCount, (row + 1) * labelCount))),
      );
    } catch (error) {
      this.fail(batch, error instanceof RunLostError);
    }
  }

  /** A failed batch of several says nothing about any of them: each is run again, by itself. */
  private fail(batch: readonly Item[], isLost: boolean): void {
    const [only] = batch;
    if (only && batch.length === 1) {
      if (!isLost) {
        only.resolve({ failure: 'The model failed on this text.' });
        return;
      }
      only.losses++;
      if (only.losses >= this.options.maxLosses) {
        only.resolve({ failure: `The model process ended ${only.losses} times while it worked on this text.` });
        return;
      }
    }
    for (const item of batch) {
      item.alone = true;
      if (this.closed) item.reject(this.closed);
    }
    if (!this.closed) this.queue.putBack(batch);
  }
}

function outcomeOf({ encoding }: Item, logits: Float32Array): Classification {
  return logits.every(Number.isFinite)
    ? { logits, truncated: encoding.truncated }
    : { failure: 'The model has no finite answer for this text.' };
}
