import type { Clock } from '#libs/clock';
import { PredictionError } from '#libs/prediction';

export interface EventLoopQueueOptions {
  readonly clock: Clock;
  /** Calls the action after the event loop has served its sockets once; `setImmediate`. */
  readonly afterSockets: (action: () => void) => void;
}

/** A request whose body has arrived, and whose work on the event loop is to be done. */
export interface LoopWork {
  readonly client: string;
  /** Bytes of the body: the work grows with them. */
  readonly bytes: number;
  /** When the answer is due, in the clock's milliseconds. */
  readonly deadlineMs: number;
}

interface WaitingWork extends LoopWork {
  start(): void;
  fail(error: PredictionError): void;
}

/**
 * Body bytes of the requests that start in one turn of the event loop: some sixteen requests of one text, or one request
 * of a thousand short ones. A turn takes a few milliseconds then.
 */
const BYTES_PER_TURN = 4_096;
/** The smallest request costs as much as one of this size. */
const MIN_BYTES = 256;
/** Weight of the last turn in the mean duration of a turn. */
const TURN_WEIGHT = 0.1;
/** Share of its time that a request may be estimated to wait here. */
const PLANNED_SHARE = 0.8;

/**
 * Divides the event loop among requests whose bodies have arrived. Parsing, cache lookups and answers are synchronous, so
 * a thousand requests that arrive together would stop the loop for seconds, probes included. In each turn of the loop
 * only some of them start; sockets are served between the turns. Clients take turns, so that a client with a thousand
 * requests does not delay the others. A request alone starts at once.
 */
export class EventLoopQueue {
  /** Waiting work by client, in the order in which the clients take turns. */
  private readonly waiting = new Map<string, WaitingWork[]>();
  private startedBytes = 0;
  private isScheduled = false;
  private turnStartedMs = 0;
  private meanTurnMs = 0;

  constructor(private readonly options: EventLoopQueueOptions) {}

  /**
   * Waits for a turn.
   *
   * @throws PredictionError `overloaded` when the turn would come too late, `deadline-exceeded` when it did
   */
  async waitForTurn(work: LoopWork): Promise<void> {
    const bytes = Math.max(MIN_BYTES, work.bytes);
    if (this.waiting.size === 0 && this.hasRoomFor(bytes)) {
      this.startedBytes += bytes;
      this.scheduleTurn();
      return;
    }
    const waitMs = this.estimateWaitMs(work.client);
    if (waitMs > (work.deadlineMs - this.options.clock.nowMs()) * PLANNED_SHARE) throw overloaded(waitMs);
    await new Promise<void>((resolve, reject) => {
      const own = this.waiting.get(work.client) ?? [];
      own.push({ ...work, bytes, start: resolve, fail: reject });
      this.waiting.set(work.client, own);
      this.scheduleTurn();
    });
  }

  private estimateWaitMs(client: string): number {
    const ownTurns = (this.waiting.get(client)?.length ?? 0) + 1;
    return ownTurns * this.waiting.size * this.meanTurnMs;
  }

  private hasRoomFor(bytes: number): boolean {
    return this.startedBytes === 0 || this.startedBytes + bytes <= BYTES_PER_TURN;
  }

  private scheduleTurn(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.turnStartedMs = this.options.clock.nowMs();
    this.options.afterSockets(() => {
      this.isScheduled = false;
      this.takeTurn();
    });
  }

  private takeTurn(): void {
    const nowMs = this.options.clock.nowMs();
    this.meanTurnMs += (nowMs - this.turnStartedMs - this.meanTurnMs) * TURN_WEIGHT;
    this.startedBytes = 0;
    for (let next = this.peek(); next && this.hasRoomFor(next.bytes); next = this.peek()) {
      this.shift(next);
      if (nowMs > next.deadlineMs) {
        next.fail(new PredictionError('deadline-exceeded', 'The request waited past its deadline.'));
        continue;
      }
      this.startedBytes += next.bytes;
      next.start();
    }
    if (this.startedBytes > 0 || this.waiting.size > 0) this.scheduleTurn();
  }

  private peek(): WaitingWork | undefined {
    const [own] = this.waiting.values();
    return own?.[0];
  }

  /** Takes the work out of the queue, and puts its client behind the other clients. */
  private shift({ client }: WaitingWork): void {
    const own = this.waiting.get(client) ?? [];
    own.shift();
    this.waiting.delete(client);
    if (own.length > 0) this.waiting.set(client, own);
  }
}

function overloaded(waitMs: number): PredictionError {
  return new PredictionError('overloaded', 'There is more work than can be done in time; try again later.', {
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
    estimatedWaitMs: Math.ceil(waitMs),
  });
}
