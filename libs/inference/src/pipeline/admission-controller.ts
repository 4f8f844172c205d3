import type { Clock } from '#libs/clock';
import { PredictionError, type AdmissionRequest } from '#libs/prediction';
import type { BatchCostModel } from './batch-cost-model.js';
import type { BatchingStage } from './batching-stage.js';
import type { StatsRecorder } from './stats-recorder.js';
import type { TokenizationStage } from './tokenization-stage.js';
import { addWorkloads, type Workload } from './workload.js';

export interface AdmissionLimits {
  readonly queuedTokens: number;
  /** Bytes of texts and of the requests around them. */
  readonly queuedBytes: number;
  /** Share of its time that a request may be estimated to take: estimates err, and a late answer is lost work. */
  readonly plannedShare: number;
  /** A request of at most this many texts is accepted when the queue is empty: otherwise a bad estimate would persist. */
  readonly alwaysAcceptedTexts: number;
}

export interface AdmissionControllerOptions {
  readonly clock: Clock;
  readonly costModel: BatchCostModel;
  readonly tokenization: Pick<TokenizationStage, 'backlog' | 'backlogAhead'>;
  readonly batching: Pick<BatchingStage, 'backlog' | 'backlogAhead' | 'workerCount'>;
  readonly limits: AdmissionLimits;
  readonly stats: StatsRecorder;
}

/** The texts that a request adds to the queue. */
export interface TextsToAdmit {
  readonly workload: Workload;
  readonly bytes: number;
  /** Place of the last text in the fair order. */
  readonly virtualStartMs: number;
  readonly timeoutMs: number;
}

/** Memory of a waiting request besides its texts: connection, request, response, promises (measured: 125 kB). */
const BYTES_PER_REQUEST = 125_000;

/** Estimates the wait from the backlog of the stages and refuses requests that would be answered too late or need too much memory. */
export class AdmissionController {
  private bodyBytes = 0;
  private textBytes = 0;
  private requests = 0;

  constructor(private readonly options: AdmissionControllerOptions) {}

  /** The queued texts of all stages. */
  get backlog(): Workload {
    const { tokenization, batching } = this.options;
    return addWorkloads(tokenization.backlog, batching.backlog);
  }

  /** Share of the capacity that is taken, 0 to 1. */
  get utilization(): number {
    const { queuedTokens, queuedBytes } = this.options.limits;
    return Math.min(1, Math.max(this.backlog.tokens / queuedTokens, this.bytes / queuedBytes));
  }

  /** Estimated time until a text of this virtual start would be run, in milliseconds. */
  estimateWaitMs(virtualStartMs = this.options.clock.nowMs()): number {
    const { tokenization, batching } = this.options;
    return this.estimateDurationMs(
      addWorkloads(tokenization.backlogAhead(virtualStartMs), batching.backlogAhead(virtualStartMs)),
    );
  }

  /** Estimated time that all workers together take for a workload, in milliseconds. */
  estimateDurationMs(workload: Workload): number {
    const { costModel, batching } = this.options;
    return costModel.estimateTextsMs(workload) / Math.max(1, batching.workerCount);
  }

  /**
   * Reserves capacity for a request before its body is read.
   *
   * @returns releases the capacity of the body; to be called once
   * @throws PredictionError `overloaded`
   */
  acquire({ timeoutMs = Number.POSITIVE_INFINITY, bodyBytes }: AdmissionRequest): () => void {
    const { plannedShare, queuedBytes } = this.options.limits;
    const waitMs = this.estimateWaitMs();
    const isLate = this.backlog.texts > 0 && waitMs > timeoutMs * plannedShare;
    // The limit of a body bounds a request that comes alone.
    const isFull = this.bytes > 0 && this.bytes + bodyBytes > queuedBytes;
    if (isLate || isFull) throw this.overloaded(waitMs);
    this.bodyBytes += bodyBytes;
    return () => {
      this.bodyBytes -= bodyBytes;
    };
  }

  /**
   * Refuses a request whose texts need too much capacity or would be answered too late.
   *
   * @throws PredictionError `overloaded`
   */
  checkTexts({ workload, bytes, virtualStartMs, timeoutMs }: TextsToAdmit): void {
    const { limits } = this.options;
    const { backlog } = this;
    const totalBytes = this.bytes + BYTES_PER_REQUEST + bytes;
    const finishMs = this.estimateWaitMs(virtualStartMs) + this.estimateDurationMs(workload);
    // The limit of a body bounds a request that comes alone.
    const isFull =
      this.requests > 0 && (backlog.tokens + workload.tokens > limits.queuedTokens || totalBytes > limits.queuedBytes);
    const isSmall = backlog.texts === 0 && workload.texts <= limits.alwaysAcceptedTexts;
    const isLate = workload.texts > 0 && finishMs > timeoutMs * limits.plannedShare;
    if (isFull || (isLate && !isSmall)) throw this.overloaded(finishMs);
  }

  requestStarted(): void {
    this.requests++;
  }

  requestEnded(): void {
    this.requests--;
  }

  /** @param bytes of the text of an entry that entered the pipeline */
  textAdded(bytes: number): void {
    this.textBytes += bytes;
  }

  /** @param bytes of the text of an entry that left the pipeline */
  textRemoved(bytes: number): void {
    this.textBytes -= bytes;
  }

  private get bytes(): number {
    return this.bodyBytes + this.textBytes + this.requests * BYTES_PER_REQUEST;
  }

  private overloaded(waitMs: number): PredictionError {
    this.options.stats.recordDrop('overloaded');
    return new PredictionError('overloaded', 'There is more work than can be done in time; try again later.', {
      retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
      estimatedWaitMs: Math.ceil(waitMs),
    });
  }
}
