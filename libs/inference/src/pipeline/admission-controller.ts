import type { Clock } from '#libs/clock';
import { type DropCause, ServiceError } from '#libs/prediction';
import type { TokenizingLine } from './tokenization-stage.js';
import { amountOf, sum, type Amount } from './workload.js';
import type { Flight } from './queue-entry.js';
import type { RunCost } from './batch-cost-model.js';
import type { Scheduler } from './batching-stage.js';

export interface DoorLimits {
  readonly queuedTokens: number;
  /** Of texts and of the requests around them. */
  readonly queuedBytes: number;
  /** Share of its time that a request may be estimated to take: estimates err, and an answer too late is lost work. */
  readonly plannedShare: number;
  /** A request of at most so many texts is always taken when nothing waits: else a bad estimate would last for ever. */
  readonly alwaysTakenTexts: number;
}

export interface DoorOptions {
  readonly clock: Clock;
  readonly cost: RunCost;
  readonly line: TokenizingLine;
  readonly scheduler: Scheduler;
  readonly limits: DoorLimits;
  /** Told of each request that is turned away. */
  readonly onDropped: (cause: DropCause) => void;
}

const BYTES_PER_CHAR = 2;
/** What a request that waits holds, whatever its texts: connection, request, response, promises (measured: 125 kB). */
const BYTES_PER_REQUEST = 125_000;

/** Knows how much is inside and how long it takes, and turns away what would be too late or too much. */
export class Door {
  private bodyBytes = 0;
  private textBytes = 0;
  private requests = 0;

  constructor(private readonly options: DoorOptions) {}

  /** All that waits. */
  get queued(): Amount {
    const { line, scheduler } = this.options;
    return sum(line.waiting.amount, line.inHand, scheduler.waiting.amount);
  }

  /** How much of the room is taken, 0 to 1. */
  get filled(): number {
    const { queuedTokens, queuedBytes } = this.options.limits;
    return Math.min(1, Math.max(this.queued.tokens / queuedTokens, this.bytes / queuedBytes));
  }

  /** How long a text that came now would wait for its run, in milliseconds. */
  estimatedWaitMs(dueMs = this.options.clock.nowMs()): number {
    const { line, scheduler } = this.options;
    const waiting = [line.waiting.amountUntil(dueMs), scheduler.waiting.amountUntil(dueMs)];
    return this.durationMs(sum(...waiting, line.inHand, scheduler.runningAmount));
  }

  /** How long all executors together take for so much, in milliseconds. */
  durationMs(amount: Amount): number {
    const { cost, scheduler } = this.options;
    return cost.ofTextsMs(amount) / Math.max(1, scheduler.executorCount);
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
  checkRoom(created: readonly Flight[], timeoutMs: number): void {
    const { limits } = this.options;
    const { queued } = this;
    const own = amountOf(created);
    const bytes = this.bytes + BYTES_PER_REQUEST + created.reduce((total, flight) => total + bytesOf(flight), 0);
    const finishMs = this.estimatedWaitMs(created.at(-1)?.dueMs) + this.durationMs(own);
    // As above.
    const isFull =
      this.requests > 0 && (queued.tokens + own.tokens > limits.queuedTokens || bytes > limits.queuedBytes);
    const isSmall = queued.texts === 0 && own.texts <= limits.alwaysTakenTexts;
    const isLate = created.length > 0 && finishMs > timeoutMs * limits.plannedShare;
    if (isFull || (isLate && !isSmall)) throw this.overloaded(finishMs);
  }

  requestEntered(): void {
    this.requests++;
  }

  requestLeft(): void {
    this.requests--;
  }

  flightEntered(flight: Flight): void {
    this.textBytes += bytesOf(flight);
  }

  flightLeft(flight: Flight): void {
    this.textBytes -= bytesOf(flight);
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

function bytesOf({ text }: Flight): number {
  return text.length * BYTES_PER_CHAR;
}
