import type { Clock } from '#libs/clock';
import type { Classification, ServiceError } from '#libs/prediction';
import { amountOf, type Amount } from './workload.js';
import { cutBatch, type BatchLimits } from './form-batch.js';
import { DueQueue } from './fair-queue.js';
import { RunLostError, type Executor } from '../workers/worker.js';
import type { Flight, Outcome } from './queue-entry.js';
import type { FinishedRun } from './batch-cost-model.js';
import type { SuspectTexts } from './poison-inputs.js';

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly labelCount: number;
  readonly batchLimits: BatchLimits;
  /** Texts among which a batch is chosen: the next ones that are due. */
  readonly windowTexts: number;
  readonly suspects: SuspectTexts;
  /** Lands a flight; without an outcome when nobody wants one any more. */
  readonly land: (flight: Flight, outcome?: Outcome) => void;
  readonly onRun: (run: FinishedRun) => void;
  /** Told when ONNX Runtime failed on a run; the reason holds no text. */
  readonly onFailedRun: (reason: string) => void;
  /** Told when the queue has room again. */
  readonly onTaken: () => void;
}

/** Decides which encoded texts run when, where and together, and gives every text its own outcome. */
export class Scheduler {
  /** What waits to be run, in due order. */
  readonly waiting = new DueQueue<Flight>();

  /** In the order in which they are preferred. */
  private executors: readonly Executor[] = [];
  private readonly busy = new Set<Executor>();
  private readonly running = new Set<Flight>();
  private wasAlone = false;
  private closed: ServiceError | undefined;

  constructor(private readonly options: SchedulerOptions) {}

  /** Executors in use, busy or free. */
  get executorCount(): number {
    return this.executors.length;
  }

  /** What is in a run now. */
  get runningAmount(): Amount {
    return amountOf(this.running);
  }

  isRunning(flight: Flight): boolean {
    return this.running.has(flight);
  }

  /** Takes an executor into use. */
  add(executor: Executor): void {
    this.executors = executor.canRunWide ? [executor, ...this.executors] : [...this.executors, executor];
    this.dispatch();
  }

  /** Gives an executor nothing more. The run that it is in settles by itself. */
  remove(executor: Executor): void {
    this.executors = this.executors.filter((each) => each !== executor);
  }

  /** Queues encoded flights. */
  enqueue(flights: readonly Flight[]): void {
    for (const flight of flights) {
      if (this.closed) this.options.land(flight, this.closed);
      else if (flight.isWanted) this.waiting.push(flight);
      else this.options.land(flight);
    }
    this.dispatch();
  }

  /** Refuses everything that waits, and all that comes. */
  close(error: ServiceError): void {
    this.closed = error;
    this.executors = [];
    for (const flight of this.waiting.takeAll()) this.options.land(flight, error);
  }

  /**
   * Always the same executor first: it has the model in its core's caches (0.5 ms of 3.7 on one connection). Wide runs
   * are for a quiet service: when the last run overlapped with another one, this one may as well, and would lose.
   */
  private dispatch(): void {
    const free = this.executors.filter((each) => !this.busy.has(each));
    free.forEach((executor, index) => {
      const batch = this.takeBatch(free.length - index);
      if (batch.length === 0) return;
      const isAlone = this.busy.size === 0 && this.waiting.length === 0;
      const wide = isAlone && this.wasAlone && executor.canRunWide;
      this.wasAlone = isAlone;
      this.busy.add(executor);
      void this.run(executor, batch, wide).then(() => {
        this.busy.delete(executor);
        this.dispatch();
      });
    });
  }

  private takeBatch(freeExecutors: number): Flight[] {
    const { windowTexts, batchLimits } = this.options;
    const [oldest, ...others] = this.waiting.peek(windowTexts);
    if (!oldest) return [];
    // What waits is divided among the executors that are free: two batches of four end before one of eight.
    const share = Math.ceil((1 + others.length) / freeExecutors);
    const limits = { ...batchLimits, maxTexts: Math.min(batchLimits.maxTexts, share) };
    const batch = oldest.alone
      ? [oldest]
      : cutBatch([oldest, ...others.filter(({ alone }) => !alone)], ({ tokens }) => tokens, limits);
    for (const flight of batch) this.waiting.remove(flight);
    this.options.onTaken();
    return batch;
  }

  private async run(executor: Executor, batch: readonly Flight[], wide: boolean): Promise<void> {
    const { clock, labelCount } = this.options;
    const startedMs = clock.nowMs();
    for (const flight of batch) {
      flight.times.startedMs = startedMs;
      this.running.add(flight);
    }
    let logits: Float32Array;
    try {
      logits = await executor.run(
        batch.map(({ ids }) => ids),
        wide,
      );
    } catch (error) {
      for (const flight of batch) this.running.delete(flight);
      this.fail(batch, error);
      return;
    }
    for (const flight of batch) this.running.delete(flight);
    this.options.onRun(runOf(batch, clock.nowMs() - startedMs));
    batch.forEach((flight, row) => {
      if (flight.alone) this.options.suspects.acquit(flight.text);
      this.options.land(flight, outcomeOf(flight, logits.slice(row * labelCount, (row + 1) * labelCount)));
    });
  }

  /** A failed batch of several says nothing about any of them: each is run again, by itself. */
  private fail(batch: readonly Flight[], error: unknown): void {
    const isLost = error instanceof RunLostError;
    if (!isLost) this.options.onFailedRun(error instanceof Error ? error.message : 'unknown');
    const { land, suspects } = this.options;
    const [only] = batch;
    if (only && batch.length === 1) {
      if (!isLost) {
        land(only, { failure: 'The model failed on this text.', isRefused: false });
        return;
      }
      if (error.hadStarted) suspects.countLoss(only.text);
      if (suspects.isRefused(only.text)) {
        land(only, { failure: 'Model processes ended on this text.', isRefused: true });
        return;
      }
    }
    if (!isLost || error.hadStarted) for (const flight of batch) flight.alone = true;
    this.enqueue(batch);
  }
}

function runOf(batch: readonly Flight[], durationMs: number): FinishedRun {
  const paddedTokens = batch.length * Math.max(...batch.map(({ tokens }) => tokens));
  return { ...amountOf(batch), paddedTokens, durationMs };
}

function outcomeOf({ truncated }: Flight, logits: Float32Array): Classification {
  return logits.every(Number.isFinite)
    ? { logits, truncated }
    : { failure: 'The model has no finite answer for this text.', isRefused: false };
}
