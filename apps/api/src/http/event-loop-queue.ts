import type { Clock } from '#libs/clock';
import { overloadedError, PredictionError, type DropCause } from '#libs/prediction';

export interface EventLoopQueueOptions {
  readonly clock: Clock;
  /** Calls the action after the event loop has served its sockets once; `setImmediate`. */
  readonly afterSockets: (action: () => void) => void;
  /** Cost of the work that starts in one turn of the event loop; at least one piece of work starts. */
  readonly costPerTurn: number;
}

/** Work on the event loop that a request is waiting for. */
export interface LoopWork {
  readonly client: string;
  /** In any unit, that of `costPerTurn`. */
  readonly cost: number;
}

interface WaitingWork extends LoopWork {
  start(): void;
}

/** Turns in a row that new connections may postpone. */
const MAX_POSTPONED_TURNS = 50;
/** Weight of the last turn in the mean duration of a turn. */
const TURN_WEIGHT = 0.1;
/** Share of its time that a request may be estimated to wait here. */
const PLANNED_SHARE = 0.8;

/**
 * Divides the event loop among requests. Their work on it is synchronous, so a thousand requests that arrive together
 * would stop the loop for seconds, probes included. In each turn of the loop only some of them start; sockets are served
 * between the turns. Clients take turns, so that a client with a thousand requests does not delay the others. A request
 * alone starts at once.
 */
export class EventLoopQueue {
  /** Waiting work by client, in the order in which the clients take turns. */
  private readonly waiting = new Map<string, WaitingWork[]>();
  private startedCost = 0;
  private isScheduled = false;
  private turnStartedMs = 0;
  private isPostponed = false;
  private postponedTurns = 0;
  private meanTurnMs = 0;
  private readonly counters = { overloaded: 0, 'deadline-exceeded': 0 } satisfies Partial<Record<DropCause, number>>;

  constructor(private readonly options: EventLoopQueueOptions) {}

  /** The number of requests that this queue has refused or given up, by cause. */
  get drops(): Readonly<Record<'overloaded' | 'deadline-exceeded', number>> {
    return this.counters;
  }

  /**
   * Postpones the next turn. To be called for each new connection: Node accepts one connection in each iteration of its
   * event loop (libuv 1.46), so while others wait to be accepted, probes among them, iterations have to be short.
   */
  postponeTurn(): void {
    this.isPostponed = true;
  }

  /** Calls `start` in this turn of the event loop or a later one. */
  run(work: LoopWork, start: () => void): void {
    if (this.tryStart(work)) start();
    else this.enqueue(work, start);
  }
  /**
   * Waits for a turn; undefined when the work may start at once.
   *
   * @param deadlineMs when the answer to the request is due, in the clock's milliseconds
   * @throws PredictionError `overloaded` when the turn would come too late, `deadline-exceeded` when it did
   */
  waitForTurn(work: LoopWork, deadlineMs: number): Promise<void> | undefined {
    return this.tryStart(work) ? undefined : this.waitInQueue(work, deadlineMs);
  }

  private async waitInQueue(work: LoopWork, deadlineMs: number): Promise<void> {
    const { clock } = this.options;
    const waitMs = this.estimateWaitMs(work.client);
    if (waitMs > (deadlineMs - clock.nowMs()) * PLANNED_SHARE) {
      this.counters.overloaded++;
      throw overloadedError(waitMs);
    }
    await new Promise<void>((resolve) => {
      this.enqueue(work, resolve);
    });
    if (clock.nowMs() > deadlineMs) {
      this.counters['deadline-exceeded']++;
      throw new PredictionError(
        'deadline-exceeded',
        'The deadline of the request passed while the request waited for its turn.',
      );
    }
  }

  /** @returns whether the work may start in this turn */
  private tryStart({ cost }: LoopWork): boolean {
    if (this.waiting.size > 0 || !this.hasRoomFor(cost)) return false;
    this.startedCost += cost;
    this.scheduleTurn();
    return true;
  }

  private enqueue(work: LoopWork, start: () => void): void {
    const own = this.waiting.get(work.client);
    if (own) own.push({ ...work, start });
    else this.waiting.set(work.client, [{ ...work, start }]);
    this.scheduleTurn();
  }

  private estimateWaitMs(client: string): number {
    const ownTurns = (this.waiting.get(client)?.length ?? 0) + 1;
    return ownTurns * Math.max(1, this.waiting.size) * this.meanTurnMs;
  }

  private hasRoomFor(cost: number): boolean {
    return this.startedCost === 0 || this.startedCost + cost <= this.options.costPerTurn;
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
    if (this.isPostponed && this.postponedTurns < MAX_POSTPONED_TURNS) {
      this.isPostponed = false;
      this.postponedTurns++;
      this.scheduleTurn();
      return;
    }
    this.isPostponed = false;
    this.postponedTurns = 0;
    this.meanTurnMs += (this.options.clock.nowMs() - this.turnStartedMs - this.meanTurnMs) * TURN_WEIGHT;
    this.startedCost = 0;
    for (let next = this.peek(); next && this.hasRoomFor(next.cost); next = this.peek()) {
      this.shift(next);
      this.startedCost += next.cost;
      next.start();
    }
    if (this.startedCost > 0 || this.waiting.size > 0) this.scheduleTurn();
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
