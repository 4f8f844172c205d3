import type { Clock } from '#libs/clock';
import type { Classification, ServiceError } from '#libs/prediction';
import { measureWorkload, type Workload } from './workload.js';
import { formBatch, type BatchLimits } from './form-batch.js';
import { FairQueue } from './fair-queue.js';
import { WorkerCrashedError, type Worker } from '../workers/worker.js';
import type { QueueEntry, Outcome } from './queue-entry.js';
import type { FinishedBatch } from './batch-cost-model.js';
import type { PoisonInputs } from './poison-inputs.js';

export interface BatchingStageOptions {
  readonly clock: Clock;
  readonly labelCount: number;
  readonly batchLimits: BatchLimits;
  /** Texts among which a batch is chosen: the next ones that are due. */
  readonly candidateTexts: number;
  readonly poisonInputs: PoisonInputs;
  /** Lands a flight; without an outcome when nobody wants one any more. */
  readonly settle: (entry: QueueEntry, outcome?: Outcome) => void;
  readonly onBatch: (run: FinishedBatch) => void;
  /** Told when ONNX Runtime failed on a run; the reason holds no text. */
  readonly onFailedBatch: (reason: string) => void;
  /** Told when the queue has room again. */
  readonly onDrain: () => void;
}

/** Decides which encoded texts run when, where and together, and gives every text its own outcome. */
export class BatchingStage {
  /** What waits to be run, in due order. */
  readonly waiting = new FairQueue<QueueEntry>();

  /** In the order in which they are preferred. */
  private workers: readonly Worker[] = [];
  private readonly busy = new Set<Worker>();
  private readonly running = new Set<QueueEntry>();
  private wasAlone = false;
  private closed: ServiceError | undefined;

  constructor(private readonly options: BatchingStageOptions) {}

  /** Executors in use, busy or free. */
  get workerCount(): number {
    return this.workers.length;
  }

  /** What is in a run now. */
  get runningWorkload(): Workload {
    return measureWorkload(this.running);
  }

  isRunning(entry: QueueEntry): boolean {
    return this.running.has(entry);
  }

  /** Takes an executor into use. */
  addWorker(worker: Worker): void {
    this.workers = worker.hasSoloSession ? [worker, ...this.workers] : [...this.workers, worker];
    this.dispatch();
  }

  /** Gives an executor nothing more. The run that it is in settles by itself. */
  removeWorker(worker: Worker): void {
    this.workers = this.workers.filter((each) => each !== worker);
  }

  /** Queues encoded flights. */
  enqueue(entries: readonly QueueEntry[]): void {
    for (const entry of entries) {
      if (this.closed) this.options.settle(entry, this.closed);
      else if (entry.isWanted) this.waiting.push(entry);
      else this.options.settle(entry);
    }
    this.dispatch();
  }

  /** Refuses everything that waits, and all that comes. */
  close(error: ServiceError): void {
    this.closed = error;
    this.workers = [];
    for (const entry of this.waiting.takeAll()) this.options.settle(entry, error);
  }

  /**
   * Always the same executor first: it has the model in its core's caches (0.5 ms of 3.7 on one connection). Wide runs
   * are for a quiet service: when the last run overlapped with another one, this one may as well, and would lose.
   */
  private dispatch(): void {
    const free = this.workers.filter((each) => !this.busy.has(each));
    free.forEach((worker, index) => {
      const batch = this.takeBatch(free.length - index);
      if (batch.length === 0) return;
      const isAlone = this.busy.size === 0 && this.waiting.length === 0;
      const solo = isAlone && this.wasAlone && worker.hasSoloSession;
      this.wasAlone = isAlone;
      this.busy.add(worker);
      void this.run(worker, batch, solo).then(() => {
        this.busy.delete(worker);
        this.dispatch();
      });
    });
  }

  private takeBatch(freeExecutors: number): QueueEntry[] {
    const { candidateTexts, batchLimits } = this.options;
    const [oldest, ...others] = this.waiting.peek(candidateTexts);
    if (!oldest) return [];
    // What waits is divided among the executors that are free: two batches of four end before one of eight.
    const share = Math.ceil((1 + others.length) / freeExecutors);
    const limits = { ...batchLimits, maxTexts: Math.min(batchLimits.maxTexts, share) };
    const batch = oldest.isolated
      ? [oldest]
      : formBatch([oldest, ...others.filter(({ isolated }) => !isolated)], ({ tokens }) => tokens, limits);
    for (const entry of batch) this.waiting.remove(entry);
    this.options.onDrain();
    return batch;
  }

  private async run(worker: Worker, batch: readonly QueueEntry[], solo: boolean): Promise<void> {
    const { clock, labelCount } = this.options;
    const startedMs = clock.nowMs();
    for (const entry of batch) {
      entry.times.startedMs = startedMs;
      this.running.add(entry);
    }
    let logits: Float32Array;
    try {
      logits = await worker.run(
        batch.map(({ ids }) => ids),
        solo,
      );
    } catch (error) {
      for (const entry of batch) this.running.delete(entry);
      this.fail(batch, error);
      return;
    }
    for (const entry of batch) this.running.delete(entry);
    this.options.onBatch(toFinishedBatch(batch, clock.nowMs() - startedMs));
    batch.forEach((entry, row) => {
      if (entry.isolated) this.options.poisonInputs.clear(entry.text);
      this.options.settle(entry, toOutcome(entry, logits.slice(row * labelCount, (row + 1) * labelCount)));
    });
  }

  /** A failed batch of several says nothing about any of them: each is run again, by itself. */
  private fail(batch: readonly QueueEntry[], error: unknown): void {
    const hasCrashed = error instanceof WorkerCrashedError;
    if (!hasCrashed) this.options.onFailedBatch(error instanceof Error ? error.message : 'unknown');
    const { settle, poisonInputs } = this.options;
    const [only] = batch;
    if (only && batch.length === 1) {
      if (!hasCrashed) {
        settle(only, { failure: 'The model failed on this text.', isRefused: false });
        return;
      }
      if (error.hadStarted) poisonInputs.recordCrash(only.text);
      if (poisonInputs.isRefused(only.text)) {
        settle(only, { failure: 'Model processes ended on this text.', isRefused: true });
        return;
      }
    }
    if (!hasCrashed || error.hadStarted) for (const entry of batch) entry.isolated = true;
    this.enqueue(batch);
  }
}

function toFinishedBatch(batch: readonly QueueEntry[], durationMs: number): FinishedBatch {
  const paddedTokens = batch.length * Math.max(...batch.map(({ tokens }) => tokens));
  return { ...measureWorkload(batch), paddedTokens, durationMs };
}

function toOutcome({ truncated }: QueueEntry, logits: Float32Array): Classification {
  return logits.every(Number.isFinite)
    ? { logits, truncated }
    : { failure: 'The model has no finite answer for this text.', isRefused: false };
}
