import type { Clock } from '#libs/clock';
import { type DropCause, ServiceError } from '#libs/prediction';
import type { TokenizationStage } from './tokenization-stage.js';
import { measureWorkload, addWorkloads, type Workload } from './workload.js';
import type { QueueEntry } from './queue-entry.js';
import type { BatchCostModel } from './batch-cost-model.js';
import type { BatchingStage } from './batching-stage.js';

export interface AdmissionLimits {
  readonly queuedTokens: number;
  /** Of texts and of the requests around them. */
  readonly queuedBytes: number;
  /** Share of its time that a request may be estimated to take: estimates err, and an answer too late is lost work. */
  readonly plannedShare: number;
  /** A request of at most so many texts is always taken when nothing waits: else a bad estimate would last for ever. */
  readonly alwaysTakenTexts: number;
}

export interface AdmissionControllerOptions {
  readonly clock: Clock;
  readonly cost: BatchCostModel;
  readonly tokenization: TokenizationStage;
  readonly batching: BatchingStage;
  readonly limits: AdmissionLimits;
  /** Told of each request that is turned away. */
  readonly onDropped: (cause: DropCause) => void;
}

const BYTES_PER_CHAR = 2;
/** What a request that waits holds, whatever its texts: connection, request, response, promises (measured: 125 kB). */
const BYTES_PER_REQUEST = 125_000;

/** Knows how much is inside and how long it takes, and turns away what would be too late or too much. */
export class AdmissionController {
  private bodyBytes = 0;
  private textBytes = 0;
  private requests = 0;

  constructor(private readonly options: AdmissionControllerOptions) {}

  /** All that waits. */
  get queued(): Workload {
    const { tokenization, batching } = this.options;
    return addWorkloads(tokenization.waiting.backlog, tokenization.inProgress, batching.waiting.backlog);
  }

  /** How much of the room is taken, 0 to 1. */
  get utilization(): number {
    const { queuedTokens, queuedBytes } = this.options.limits;
    return Math.min(1, Math.max(this.queued.tokens / queuedTokens, this.bytes / queuedBytes));
  }

  /** How long a text that came now would wait for its run, in milliseconds. */
  estimatedWaitMs(virtualStartMs = this.options.clock.nowMs()): number {
    const { tokenization, batching } = this.options;
    const waiting = [tokenization.waiting.backlogUntil(virtualStartMs), batching.waiting.backlogUntil(virtualStartMs)];
    return this.durationMs(addWorkloads(...waiting, tokenization.inProgress, batching.runningWorkload));
  }

  /** How long all executors together take for so much, in milliseconds. */
  durationMs(workload: Workload): number {
    const { cost, batching } = this.options;
    return cost.estimateTextsMs(workload) / Math.max(1, batching.workerCount);
  }

  /**
   * Refuses whoever comes now with this much time, whatever he brings, or whose body has no room.
   * @returns to be called when he leaves: until then his body takes room
   * @throws ServiceError `overloaded`
   */
  admit(timeoutMs: number, bodyBytes = 0): () => void {
    const { plannedShare, queuedBytes } = this.options.limits;
    const waitMs = this.estimatedWaitMs();
    const isLate = this.queued.texts > 0 && waitMs > timeoutMs * plannedShare;
    // A request that comes alone is bounded by the limit of a body.
    const isFull = this.bytes > 0 && this.bytes + bodyBytes > queuedBytes;
    if (isLate || isFull) throw this.overloaded(waitMs);
    this.bodyBytes += bodyBytes;
    return () => {
      this.bodyBytes -= bodyBytes;
    };
  }

  /**
   * Refuses a request whose flights would be too much or too late.
   * @param created what it brings that is not under way already
   * @throws ServiceError `overloaded`
   */
  checkRoom(created: readonly QueueEntry[], timeoutMs: number): void {
    const { limits } = this.options;
    const { queued } = this;
    const own = measureWorkload(created);
    const bytes = this.bytes + BYTES_PER_REQUEST + created.reduce((total, flight) => total + countTextBytes(flight), 0);
    const finishMs = this.estimatedWaitMs(created.at(-1)?.virtualStartMs) + this.durationMs(own);
    // As above.
    const isFull =
      this.requests > 0 && (queued.tokens + own.tokens > limits.queuedTokens || bytes > limits.queuedBytes);
    const isSmall = queued.texts === 0 && own.texts <= limits.alwaysTakenTexts;
    const isLate = created.length > 0 && finishMs > timeoutMs * limits.plannedShare;
    if (isFull || (isLate && !isSmall)) throw this.overloaded(finishMs);
  }

  requestStarted(): void {
    this.requests++;
  }

  requestEnded(): void {
    this.requests--;
  }

  entryAdded(flight: QueueEntry): void {
    this.textBytes += countTextBytes(flight);
  }

  entryRemoved(flight: QueueEntry): void {
    this.textBytes -= countTextBytes(flight);
  }

  private get bytes(): number {
    return this.bodyBytes + this.textBytes + this.requests * BYTES_PER_REQUEST;
  }

  private overloaded(waitMs: number): ServiceError {
    this.options.onDropped('overloaded');
    return new ServiceError('overloaded', 'There is more work than can be done in time; try again later.', {
      retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
      estimatedWaitMs: Math.ceil(waitMs),
    });
  }
}

function countTextBytes({ text }: QueueEntry): number {
  return text.length * BYTES_PER_CHAR;
}
