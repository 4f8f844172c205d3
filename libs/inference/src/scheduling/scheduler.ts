import type { Classification, ServiceError } from '#libs/classification';
import type { Clock } from '../clock.js';
import { cutBatch, type BatchLimits } from './cut-batch.js';
import { DueQueue, type Amount } from './due-queue.js';
import type { Flight, Outcome } from './flight.js';
import type { RunCost } from './run-cost.js';

/** What runs a batch: a model process. */
export interface Executor {
  /** Logits row by row, one float32 a label. Rejects with `RunLostError` when the run may be tried again. */
  run(batch: readonly Int32Array[]): Promise<Float32Array>;
}

/** The run is lost with its process; the texts themselves may be fine. */
export class RunLostError extends Error {
  override readonly name = 'RunLostError';
}

/** A run that ended well. */
export interface FinishedRun {
  readonly texts: number;
  readonly tokens: number;
  /** Padding included. */
  readonly paddedTokens: number;
  readonly durationMs: number;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly cost: RunCost;
  readonly labelCount: number;
  readonly batchLimits: BatchLimits;
  /** Texts among which a batch is chosen: the next ones that are due. */
  readonly windowTexts: number;
  /** Processes that a text may take down, running alone, before it is refused. */
  readonly maxLosses: number;
  /** Told that a flight ended in the scheduler, after everybody who waits for it; without outcome if nobody did. */
  readonly onLanded: (flight: Flight, outcome?: Outcome) => void;
  readonly onRun: (run: FinishedRun) => void;
  /** Told of a text that has taken too many processes down. */
  readonly onRefused: (text: string) => void;
}

/** Decides which encoded texts run when, where and together, and gives every text its own outcome. */
export class Scheduler {
  private readonly queue = new DueQueue<Flight>();
  private readonly executors = new Set<Executor>();
  private readonly free = new Set<Executor>();
  private readonly running = new Set<Flight>();
  private closed: ServiceError | undefined;

  constructor(private readonly options: SchedulerOptions) {}

  /** Executors in use, busy or free. */
  get executorCount(): number {
    return this.executors.size;
  }

  /** What waits, in due order. */
  get waiting(): DueQueue<Flight> {
    return this.queue;
  }

  /** What is in a run now. */
  get runningAmount(): Amount {
    let tokens = 0;
    for (const flight of this.running) tokens += flight.tokens;
    return { texts: this.running.size, tokens };
  }

  isRunning(flight: Flight): boolean {
    return this.running.has(flight);
  }

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

  /** Queues encoded flights. */
  enqueue(flights: readonly Flight[]): void {
    for (const flight of flights) {
      if (this.closed) this.land(flight, this.closed);
      else if (flight.isWanted) this.queue.push(flight);
      else this.options.onLanded(flight);
    }
    this.dispatch();
  }

  /** Refuses everything that waits, and all that comes. */
  close(error: ServiceError): void {
    this.closed = error;
    this.executors.clear();
    this.free.clear();
    for (const flight of this.queue.peek(this.queue.length)) {
      this.queue.remove(flight);
      this.land(flight, error);
    }
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

  private takeBatch(): Flight[] {
    const { windowTexts, batchLimits } = this.options;
    const [oldest, ...others] = this.queue.peek(windowTexts);
    if (!oldest) return [];
    // What waits is divided among the executors that are free: two batches of four end before one of eight.
    const share = Math.ceil((1 + others.length) / this.free.size);
    const limits = { ...batchLimits, maxTexts: Math.min(batchLimits.maxTexts, share) };
    const batch = oldest.alone
      ? [oldest]
      : cutBatch([oldest, ...others.filter(({ alone }) => !alone)], ({ tokens }) => tokens, limits);
    for (const flight of batch) this.queue.remove(flight);
    return batch;
  }

  private async run(executor: Executor, batch: readonly Flight[]): Promise<void> {
    const { clock, labelCount } = this.options;
    const startedMs = clock.nowMs();
    for (const flight of batch) {
      flight.times.startedMs = startedMs;
      this.running.add(flight);
    }
    let logits: Float32Array;
    try {
      logits = await executor.run(batch.map(({ encoding }) => encoding?.ids ?? new Int32Array()));
    } catch (error) {
      for (const flight of batch) this.running.delete(flight);
      this.fail(batch, error instanceof RunLostError);
      return;
    }
    for (const flight of batch) this.running.delete(flight);
    this.account(batch, clock.nowMs() - startedMs);
    batch.forEach((flight, row) => {
      this.land(flight, outcomeOf(flight, logits.slice(row * labelCount, (row + 1) * labelCount)));
    });
  }

  private account(batch: readonly Flight[], durationMs: number): void {
    const tokens = batch.reduce((sum, flight) => sum + flight.tokens, 0);
    const paddedTokens = batch.length * Math.max(...batch.map((flight) => flight.tokens));
    this.options.cost.learn(batch.length, paddedTokens, durationMs);
    this.options.onRun({ texts: batch.length, tokens, paddedTokens, durationMs });
  }

  /** A failed batch of several says nothing about any of them: each is run again, by itself. */
  private fail(batch: readonly Flight[], isLost: boolean): void {
    const [only] = batch;
    if (only && batch.length === 1) {
      if (!isLost) {
        this.land(only, { failure: 'The model failed on this text.', isRefused: false });
        return;
      }
      only.losses++;
      if (only.losses >= this.options.maxLosses) {
        this.options.onRefused(only.text);
        this.land(only, { failure: `The model process ended ${only.losses} times on this text.`, isRefused: true });
        return;
      }
    }
    for (const flight of batch) flight.alone = true;
    this.enqueue(batch);
  }

  private land(flight: Flight, outcome: Outcome): void {
    flight.land(outcome, this.options.clock.nowMs());
    this.options.onLanded(flight, outcome);
  }
}

function outcomeOf({ encoding }: Flight, logits: Float32Array): Classification {
  return logits.every(Number.isFinite)
    ? { logits, truncated: encoding?.truncated ?? false }
    : { failure: 'The model has no finite answer for this text.', isRefused: false };
}
