import type { Clock } from '#libs/clock';
import { overloadedError, type AdmissionRequest, type PredictionError, type Reservation } from '#libs/prediction';
import type { BatchCostModel } from './batch-cost-model.js';
import type { BatchingStage } from './batching-stage.js';
import { ByteBudget, type ByteLimits } from './byte-budget.js';
import type { Place } from './fair-queue.js';
import type { StatsRecorder } from './stats-recorder.js';
import type { TokenizationStage } from './tokenization-stage.js';
import { addWorkloads, type Workload } from './workload.js';

export interface AdmissionLimits extends ByteLimits {
  /** Tokens in the queues. */
  readonly queuedTokens: number;
  /** Share of its time that a request may be estimated to take: estimates err, and a late answer is lost work. */
  readonly plannedShare: number;
  /** A request of at most this many inputs is accepted when the queue is empty: otherwise a bad estimate would persist. */
  readonly alwaysAcceptedInputs: number;
}

export interface AdmissionControllerOptions {
  readonly clock: Clock;
  readonly costModel: BatchCostModel;
  readonly tokenization: Pick<TokenizationStage, 'backlog' | 'backlogAhead' | 'clientBacklog'>;
  readonly batching: Pick<BatchingStage, 'backlog' | 'backlogAhead' | 'clientBacklog' | 'workerCount'>;
  readonly limits: AdmissionLimits;
  readonly stats: StatsRecorder;
}

/** The texts that a request adds to the queue. */
export interface TextsToAdmit {
  readonly workload: Workload;
  readonly bytes: number;
  /** Place of the last text. */
  readonly place: Readonly<Place>;
  readonly timeoutMs: number;
}

/** Memory of a waiting request besides its texts: connection, request, response, promises (measured: 125 kB). */
const BYTES_PER_REQUEST = 125_000;
/** A text that the estimate for a request without texts assumes. */
const ONE_TEXT: Workload = { inputs: 1, tokens: 32 };

/**
 * Refuses requests that would be answered too late or need too much memory. It estimates the wait from the backlog of the
 * stages. Each client has its own estimate, because the queues serve clients in fair shares.
 */
export class AdmissionController {
  private readonly budget: ByteBudget;
  private requests = 0;

  constructor(private readonly options: AdmissionControllerOptions) {
    this.budget = new ByteBudget(options.limits);
  }

  /** The queued texts of all stages. */
  get backlog(): Workload {
    const { tokenization, batching } = this.options;
    return addWorkloads(tokenization.backlog, batching.backlog);
  }

  /** Share of the capacity that is taken, 0 to 1. */
  get utilization(): number {
    const { queuedTokens, hardBytes } = this.options.limits;
    return Math.min(1, Math.max(this.backlog.tokens / queuedTokens, this.budget.total / hardBytes));
  }

  /** Estimated time until the present backlog of all clients is run, in milliseconds. */
  estimateWaitMs(): number {
    return this.estimateDurationMs(this.measureAhead({ client: '', virtualStartMs: 0 }, this.backlog));
  }

  /** Estimated time that all workers together take for a workload, in milliseconds. */
  estimateDurationMs(workload: Workload): number {
    const { costModel, batching } = this.options;
    return costModel.estimateWorkloadMs(workload) / Math.max(1, batching.workerCount);
  }

  /**
   * Refuses a request before its body is read.
   *
   * @throws PredictionError `overloaded`
   */
  check({ client, timeoutMs = Number.POSITIVE_INFINITY }: AdmissionRequest): void {
    const place = { client, virtualStartMs: this.options.clock.nowMs() };
    const waitMs = this.estimateDurationMs(this.measureAhead(place, ONE_TEXT));
    const isLate = this.backlog.inputs > 0 && waitMs > timeoutMs * this.options.limits.plannedShare;
    const isFull = this.budget.total > 0 && !this.budget.canHold(client, 1);
    if (isLate || isFull) throw this.overloaded(waitMs);
  }

  reserve(client: string): Reservation {
    let reserved = 0;
    return {
      grow: (bytes) => {
        // The limit of a body bounds a request that comes alone.
        const isAlone = this.budget.total === reserved;
        if (!isAlone && !this.budget.canHold(client, bytes)) throw this.overloaded(this.estimateWaitMs());
        this.budget.add(client, bytes);
        reserved += bytes;
      },
      release: () => {
        this.budget.remove(client, reserved);
        reserved = 0;
      },
    };
  }

  /**
   * Refuses a request whose texts need too much capacity or would be answered too late.
   *
   * @throws PredictionError `overloaded`
   */
  checkTexts({ workload, bytes, place, timeoutMs }: TextsToAdmit): void {
    const { limits } = this.options;
    const { backlog } = this;
    const finishMs = this.estimateDurationMs(addWorkloads(this.measureAhead(place, workload), workload));
    // The limit of a body bounds a request that comes alone.
    const isFull =
      this.requests > 0 &&
      (!this.budget.canHold(place.client, BYTES_PER_REQUEST + bytes) || this.exceedsTokens(place, workload));
    const isSmall = backlog.inputs === 0 && workload.inputs <= limits.alwaysAcceptedInputs;
    const isLate = workload.inputs > 0 && finishMs > timeoutMs * limits.plannedShare;
    if (isFull || (isLate && !isSmall)) throw this.overloaded(finishMs);
  }

  /** @param client of a request whose texts wait now */
  requestStarted(client: string): void {
    this.requests++;
    this.budget.add(client, BYTES_PER_REQUEST);
  }

  requestEnded(client: string): void {
    this.requests--;
    this.budget.remove(client, BYTES_PER_REQUEST);
  }

  /** @param bytes of the text of an entry that entered the pipeline */
  textAdded(client: string, bytes: number): void {
    this.budget.add(client, bytes);
  }

  /** @param bytes of the text of an entry that left the pipeline */
  textRemoved(client: string, bytes: number): void {
    this.budget.remove(client, bytes);
  }

  /** The same shares as for bytes, for the tokens in the queues. */
  private exceedsTokens({ client }: Readonly<Place>, { tokens }: Workload): boolean {
    const { tokenization, batching, limits } = this.options;
    const total = this.backlog.tokens;
    if (total + tokens <= limits.queuedTokens) return false;
    const own = tokenization.clientBacklog(client).tokens + batching.clientBacklog(client).tokens;
    const hardTokens = limits.queuedTokens * (limits.hardBytes / limits.bytes);
    return total + tokens > hardTokens || own + tokens > limits.queuedTokens / Math.max(1, this.budget.clients);
  }

  private measureAhead(place: Readonly<Place>, own: Workload): Workload {
    const { tokenization, batching } = this.options;
    return addWorkloads(tokenization.backlogAhead(place, own), batching.backlogAhead(place, own));
  }

  private overloaded(waitMs: number): PredictionError {
    this.options.stats.recordDrop('overloaded');
    return overloadedError(waitMs);
  }
}
