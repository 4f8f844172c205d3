import type { Clock } from '#libs/clock';
import { toLogText, type PredictionError, type TextOutcome, type WindowPolicy } from '#libs/prediction';
import { WorkerCrashedError, type FinishedRun, type Worker } from '../workers/worker-process.js';
import { BackgroundLimit } from './background-limit.js';
import type { BatchCostModel, FinishedBatch } from './batch-cost-model.js';
import { FairQueue, type Place } from './fair-queue.js';
import { formBatch, type BatchLimits } from './form-batch.js';
import type { PoisonInputs } from './poison-inputs.js';
import type { ModelInput, QueueEntry } from './queue-entry.js';
import type { StatsRecorder } from './stats-recorder.js';
import { CRASHING_TEXT, INFINITE_LOGITS, MODEL_FAILURE, UNWANTED_TEXT } from './text-failures.js';
import { averageLogits } from './text-windows.js';
import { addWorkloads, measureWorkload, subtractWorkload, type Workload } from './workload.js';

export interface BatchingStageOptions {
  readonly clock: Clock;
  readonly labelCount: number;
  readonly windows: WindowPolicy;
  readonly batchLimits: BatchLimits;
  /** Inputs among which a batch is chosen: the next ones in fair order. */
  readonly candidateInputs: number;
  /** Batches that a worker has at a time: one that runs, and full ones that wait for it. */
  readonly batchesPerWorker: number;
  /** Most inputs of a batch with texts of streams while other requests arrive. */
  readonly backgroundBatchInputs: number;
  readonly poisonInputs: PoisonInputs;
  readonly costModel: BatchCostModel;
  readonly stats: StatsRecorder;
  readonly logger: Pick<Console, 'warn'>;
}

/** Forms batches of model inputs for free workers and settles each text with its own outcome. */
export class BatchingStage {
  private readonly queue = new FairQueue<ModelInput>();
  /** In order of preference. */
  private workers: readonly Worker[] = [];
  /** Number of batches that each busy worker has. */
  private readonly batchesOf = new Map<Worker, number>();
  /** Inputs in a run, or in a batch that waits for its worker. */
  private running: Workload = { inputs: 0, tokens: 0 };
  private ranAlone = false;
  private readonly backgroundLimit: BackgroundLimit;
  private closedBy: PredictionError | undefined;
  private notifyDrain: () => void = () => {};

  constructor(private readonly options: BatchingStageOptions) {
    this.backgroundLimit = new BackgroundLimit(options.clock, options.backgroundBatchInputs);
  }

  /** Workers in use, busy or free. */
  get workerCount(): number {
    return this.workers.length;
  }

  /** Inputs in the queue. */
  get backlog(): Workload {
    return this.queue.workload;
  }

  /** Inputs of one client in the queue. */
  clientBacklog(client: string): Workload {
    return this.queue.clientWorkload(client);
  }

  /** The work that is done before a client has been served `own` at this place: queued inputs and inputs in a run. */
  backlogAhead(place: Place, own?: Workload): Workload {
    return addWorkloads(this.queue.workloadAhead(place, own), this.running);
  }

  /** Whether the queue holds the next batch of every worker. */
  get isSaturated(): boolean {
    const { maxInputs, maxPaddedTokens } = this.options.batchLimits;
    const batches = Math.max(1, this.workerCount);
    const { inputs, tokens } = this.backlog;
    return inputs >= maxInputs * batches || tokens >= maxPaddedTokens * batches;
  }

  /** Registers the one listener that is called when inputs left the queue. */
  onDrain(listener: () => void): void {
    this.notifyDrain = listener;
  }

  /** Queues tokenized entries. Entries that no request waits for are dropped. */
  push(entries: readonly QueueEntry[]): void {
    const nowMs = this.options.clock.nowMs();
    for (const entry of entries) {
      if (this.closedBy) entry.settle(this.closedBy, nowMs);
      else if (entry.isWanted) {
        this.backgroundLimit.observe(entry);
        this.enqueue(entry.modelInputs);
      } else entry.settle(UNWANTED_TEXT, nowMs);
    }
    this.dispatch();
  }

  /** Takes an entry out of the queue. @returns false when it is not queued here */
  remove(entry: QueueEntry): boolean {
    const removed = entry.modelInputs.filter((input) => this.queue.remove(input));
    if (removed.length > 0) this.notifyDrain();
    return removed.length > 0;
  }

  /** Moves an entry forward for another request that wants it. @returns false when it is not queued here */
  promote(entry: QueueEntry, place: Place): boolean {
    return entry.modelInputs.filter((input) => this.queue.promote(input, place)).length > 0;
  }

  /** Takes a worker into use. Workers with a solo session are preferred. */
  addWorker(worker: Worker): void {
    this.workers = worker.hasSoloSession ? [worker, ...this.workers] : [...this.workers, worker];
    this.dispatch();
  }

  /** Gives a worker no more batches. The run that it is in settles by itself. */
  removeWorker(worker: Worker): void {
    this.workers = this.workers.filter((each) => each !== worker);
  }

  /** Refuses the queued entries and all later ones. */
  close(error: PredictionError): void {
    this.closedBy = error;
    this.workers = [];
    for (const { entry } of this.queue.takeAll()) entry.settle(error, this.options.clock.nowMs());
  }

  /**
   * The first free worker is always the same one: its core has the model in its caches (0.5 ms of 3.7 on one
   * connection). A solo session takes several threads, so it is used only while the service is quiet: when the last run
   * overlapped with another one, this one is likely to overlap too.
   */
  private dispatch(): void {
    const free = this.workers.filter((each) => !this.batchesOf.has(each));
    free.forEach((worker, index) => {
      const batch = this.takeBatch(free.length - index);
      if (batch.length === 0) return;
      const isAlone = this.batchesOf.size === 0 && this.queue.length === 0;
      const solo = isAlone && this.ranAlone && worker.hasSoloSession;
      this.ranAlone = isAlone;
      this.send(worker, batch, solo);
    });
    this.dispatchAhead();
  }

  /**
   * Gives busy workers their next batch, so that they do not wait for the event loop between two batches (8 % of the
   * throughput of 128 connections). Only a full batch goes ahead: an input that waits here can still join one of similar length.
   * A request that arrives beside streams would wait for the batches that went ahead.
   */
  private dispatchAhead(): void {
    const { batchLimits, batchesPerWorker } = this.options;
    if (this.backgroundLimit.isActive) return;
    for (const worker of this.workers) {
      if (this.queue.length < batchLimits.maxInputs) return;
      const batches = this.batchesOf.get(worker) ?? 0;
      if (batches > 0 && batches < batchesPerWorker) this.send(worker, this.takeBatch(1), false);
    }
  }

  private send(worker: Worker, batch: readonly ModelInput[], solo: boolean): void {
    this.batchesOf.set(worker, (this.batchesOf.get(worker) ?? 0) + 1);
    void this.run(worker, batch, solo).then(() => {
      const left = (this.batchesOf.get(worker) ?? 1) - 1;
      if (left > 0) this.batchesOf.set(worker, left);
      else this.batchesOf.delete(worker);
      this.dispatch();
    });
  }

  private enqueue(inputs: readonly ModelInput[]): void {
    for (const input of inputs) this.queue.push(input);
  }

  private takeBatch(freeWorkers: number): ModelInput[] {
    const { candidateInputs, batchLimits } = this.options;
    const candidates = this.queue.peek(candidateInputs);
    const [first, ...others] = candidates;
    if (!first) return [];
    // The candidates are divided among the free workers: two batches of four end before one of eight.
    const share = Math.ceil(candidates.length / freeWorkers);
    const limits = {
      ...batchLimits,
      maxInputs: Math.min(this.backgroundLimit.limitInputs(candidates, batchLimits.maxInputs), share),
    };
    const batch = first.entry.isolated
      ? [first]
      : formBatch([first, ...others.filter(({ entry }) => !entry.isolated)], ({ tokens }) => tokens, limits);
    for (const input of batch) this.queue.serve(input);
    this.notifyDrain();
    return batch;
  }

  private async run(worker: Worker, batch: readonly ModelInput[], solo: boolean): Promise<void> {
    const { clock, labelCount, costModel, stats } = this.options;
    const workload = measureWorkload(batch);
    this.running = addWorkloads(this.running, workload);
    let finishedRun: FinishedRun;
    try {
      finishedRun = await worker.run(
        batch.map(({ ids }) => ids),
        solo,
      );
    } catch (error) {
      this.running = subtractWorkload(this.running, workload);
      this.recover(batch, error);
      return;
    }
    this.running = subtractWorkload(this.running, workload);
    const endedMs = clock.nowMs();
    const { logits, durationMs, earlyExits } = finishedRun;
    const finished = toFinishedBatch(batch, workload, durationMs);
    costModel.observe(finished);
    stats.recordBatch(finished, earlyExits);
    batch.forEach((input, row) => {
      input.entry.recordRun(endedMs - durationMs);
      this.accept(input, logits.slice(row * labelCount, (row + 1) * labelCount), endedMs);
    });
  }

  /** The last window of a text settles it. */
  private accept(input: ModelInput, logits: Float32Array, nowMs: number): void {
    const { poisonInputs, windows } = this.options;
    const { entry } = input;
    const all = entry.receive(input, logits);
    if (!all) return;
    if (entry.isolated) poisonInputs.clear(entry.text);
    entry.settle(toOutcome(entry, all.length === 1 ? logits : averageLogits(all, windows)), nowMs);
  }

  /** The failure of a batch of several texts says nothing about any of them: each runs again in a batch of its own. */
  private recover(batch: readonly ModelInput[], error: unknown): void {
    const hasCrashed = error instanceof WorkerCrashedError;
    if (!hasCrashed) this.warn(error);
    const [only] = batch;
    if (only && batch.length === 1) {
      const failure = hasCrashed ? this.recordCrash(only.entry, error) : MODEL_FAILURE;
      if (failure) {
        this.settleFailed(only.entry, failure);
        return;
      }
    }
    if (!hasCrashed || error.hadStarted) for (const { entry } of batch) entry.isolated = true;
    this.queueAgain(batch);
  }

  private queueAgain(inputs: readonly ModelInput[]): void {
    const nowMs = this.options.clock.nowMs();
    for (const { entry } of inputs) {
      if (this.closedBy) entry.settle(this.closedBy, nowMs);
      else if (!entry.isWanted) entry.settle(UNWANTED_TEXT, nowMs);
    }
    this.enqueue(inputs.filter(({ entry }) => !entry.isSettled));
    this.dispatch();
  }

  /** The other windows of the text need not run any more. */
  private settleFailed(entry: QueueEntry, failure: TextOutcome): void {
    const removed = entry.modelInputs.filter((input) => this.queue.remove(input));
    entry.settle(failure, this.options.clock.nowMs());
    if (removed.length > 0) this.notifyDrain();
  }

  /** @returns the outcome of a text that workers crashed on too often */
  private recordCrash({ text }: QueueEntry, { hadStarted }: WorkerCrashedError): TextOutcome | undefined {
    const { poisonInputs } = this.options;
    if (hadStarted) poisonInputs.recordCrash(text);
    return poisonInputs.isRefused(text) ? CRASHING_TEXT : undefined;
  }

  private warn(error: unknown): void {
    const reason = error instanceof Error ? error.message : 'unknown';
    this.options.logger.warn(`a run of ONNX Runtime failed: ${toLogText(reason)}`);
  }
}

function toFinishedBatch(batch: readonly ModelInput[], workload: Workload, durationMs: number): FinishedBatch {
  const paddedTokens = batch.length * Math.max(...batch.map(({ tokens }) => tokens));
  return { ...workload, paddedTokens, durationMs };
}

function toOutcome({ reading }: QueueEntry, logits: Float32Array): TextOutcome {
  return logits.every(Number.isFinite) ? { logits, ...reading } : INFINITE_LOGITS;
}
