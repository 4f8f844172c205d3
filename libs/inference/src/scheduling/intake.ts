import { ServiceError, type Classification, type ClassifyCall, type DropCause } from '#libs/classification';
import type { Clock } from '../clock.js';
import type { TokenizingLine } from '../tokenizing/tokenizing-line.js';
import type { Amount } from './due-queue.js';
import { Flight } from './flight.js';
import { RequestInFlight } from './request-in-flight.js';
import type { RunCost } from './run-cost.js';
import type { Scheduler } from './scheduler.js';
import type { SuspectTexts } from './suspect-texts.js';
import type { TokenEstimate } from './token-estimate.js';

export interface IntakeLimits {
  readonly queuedTokens: number;
  /** Of texts and of the requests around them. */
  readonly queuedBytes: number;
  /** Share of its time that a request may be estimated to take: estimates err, and an answer too late is lost work. */
  readonly plannedShare: number;
  /** A request of at most so many texts is always taken when nothing waits: else a bad estimate would last for ever. */
  readonly alwaysTakenTexts: number;
}

export interface IntakeOptions {
  readonly clock: Clock;
  readonly cost: RunCost;
  readonly tokenEstimate: TokenEstimate;
  readonly line: TokenizingLine;
  readonly scheduler: Scheduler;
  readonly suspects: SuspectTexts;
  /** Losses from which a text is refused. */
  readonly maxLosses: number;
  readonly limits: IntakeLimits;
  /** Told of each request that is turned away or given up, and of each text that is refused. */
  readonly onDropped: (cause: DropCause) => void;
  readonly onShared: (texts: number) => void;
}

interface Plan {
  readonly created: Flight[];
  readonly joined: { readonly flight: Flight; readonly dueMs: number }[];
  /** What the created ones amount to. */
  own: Amount;
}

const CLIENT_LEFT = 'The client closed the connection.';
const BYTES_PER_CHAR = 2;
/** What a request that waits holds, whatever its texts: connection, request, response, promises (measured: 125 kB). */
const BYTES_PER_REQUEST = 125_000;

/**
 * Takes requests in, or refuses them at the door, and turns them into flights.
 *
 * A text's due time is the request's arrival plus the time that the request's texts before it take. So requests of
 * one text are served in the order of their arrival, and a request of a thousand spreads over the time that it would
 * take alone: whoever comes in the meantime goes in between, and nobody who waits is overtaken for long.
 */
export class Intake {
  private readonly flights = new Map<string, Flight>();
  private textBytes = 0;
  private requests = 0;

  constructor(private readonly options: IntakeOptions) {}

  /** All that waits. */
  get queued(): Amount {
    const { line, scheduler } = this.options;
    return sum(line.waiting.amount, line.inHand, scheduler.waiting.amount);
  }

  /** How long a text that came now would wait for its run, in milliseconds. */
  estimatedWaitMs(dueMs = this.options.clock.nowMs()): number {
    const { line, scheduler, cost } = this.options;
    const waiting = [line.waiting.amountUntil(dueMs), scheduler.waiting.amountUntil(dueMs)];
    return cost.ofTextsMs(sum(...waiting, line.inHand, scheduler.runningAmount)) / this.processes;
  }

  /**
   * Refuses whoever comes now with this much time, whatever he brings.
   * @throws ServiceError `overloaded`
   */
  admit(timeoutMs: number): void {
    const { plannedShare, queuedBytes } = this.options.limits;
    const waitMs = this.estimatedWaitMs();
    const isLate = this.queued.texts > 0 && waitMs > timeoutMs * plannedShare;
    if (isLate || this.waitingBytes > queuedBytes) this.turnAway(waitMs);
  }

  /**
   * Classifies texts; the outcomes are in their order.
   * @throws ServiceError `overloaded` at once, `deadline-exceeded`, `client-left`, `model-unavailable` later
   */
  classify(texts: readonly string[], call: ClassifyCall): Promise<Classification[]> {
    if (texts.length === 0) return Promise.resolve([]);
    // An abort in the past fires no event.
    if (call.signal?.aborted) {
      this.options.onDropped('client-left');
      throw new ServiceError('client-left', CLIENT_LEFT);
    }
    const request = new RequestInFlight(texts, this.options.clock.nowMs(), call.onPhases);
    const { created, joined, own } = this.plan(request);
    this.checkRoom(created, own, call.timeoutMs);

    for (const flight of created) this.start(flight);
    for (const { flight, dueMs } of joined) this.hasten(flight, dueMs);
    for (const flight of [...created, ...joined.map((join) => join.flight)]) request.board(flight);
    this.options.onShared(texts.length - created.length);
    this.refuseKnown(created);
    this.options.line.advance();
    return this.settle(request, call);
  }

  /** Forgets a flight that has ended. */
  landed(flight: Flight): void {
    if (this.flights.get(flight.text) !== flight) return;
    this.flights.delete(flight.text);
    this.textBytes -= flight.text.length * BYTES_PER_CHAR;
  }

  private get waitingBytes(): number {
    return this.textBytes + this.requests * BYTES_PER_REQUEST;
  }

  private get processes(): number {
    return Math.max(1, this.options.scheduler.executorCount);
  }

  /** Which texts need a flight of their own, which join one that is under way, and when each is due. */
  private plan(request: RequestInFlight): Plan {
    const { clock, cost, tokenEstimate, suspects } = this.options;
    const arrivedMs = clock.nowMs();
    const plan: Plan = { created: [], joined: [], own: { texts: 0, tokens: 0 } };
    // A text that joins counts as well: else a long request that comes twice would come forward as one block.
    let ahead: Amount = { texts: 0, tokens: 0 };
    for (const text of request.distinctTexts) {
      const dueMs = arrivedMs + cost.ofTextsMs(ahead) / this.processes;
      const flight = this.flights.get(text) ?? new Flight(text, dueMs, tokenEstimate.of(text), arrivedMs);
      const amount = { texts: 1, tokens: flight.tokens };
      ahead = sum(ahead, amount);
      if (this.flights.has(text)) {
        plan.joined.push({ flight, dueMs });
      } else {
        flight.alone = suspects.lossesOf(text) > 0;
        plan.created.push(flight);
        plan.own = sum(plan.own, amount);
      }
    }
    return plan;
  }

  private checkRoom(created: readonly Flight[], own: Amount, timeoutMs: number): void {
    const { cost, limits } = this.options;
    const { queued } = this;
    const textBytes = created.reduce((total, { text }) => total + text.length * BYTES_PER_CHAR, 0);
    const bytes = this.waitingBytes + BYTES_PER_REQUEST + textBytes;
    const finishMs = this.estimatedWaitMs(created.at(-1)?.dueMs) + cost.ofTextsMs(own) / this.processes;
    // A request that comes alone is bounded by its body.
    const isFull =
      this.requests > 0 && (queued.tokens + own.tokens > limits.queuedTokens || bytes > limits.queuedBytes);
    const isSmall = queued.texts === 0 && own.texts <= limits.alwaysTakenTexts;
    const isLate = created.length > 0 && finishMs > timeoutMs * limits.plannedShare;
    if (isFull || (isLate && !isSmall)) this.turnAway(finishMs);
  }

  private turnAway(waitMs: number): never {
    this.options.onDropped('overloaded');
    throw overloaded(waitMs);
  }

  /** Ends the request at its deadline or when its client leaves, and cleans up behind it. */
  private async settle(request: RequestInFlight, call: ClassifyCall): Promise<Classification[]> {
    const onDeadline = () => {
      const detail = `There is no answer within ${Math.round(call.timeoutMs)} ms.`;
      this.end(request, 'deadline-exceeded', detail);
    };
    const onLeave = () => {
      this.end(request, 'client-left', CLIENT_LEFT);
    };
    const cancelTimer = this.options.clock.after(call.timeoutMs, onDeadline);
    call.signal?.addEventListener('abort', onLeave, { once: true });
    this.requests++;
    try {
      return await request.outcomes;
    } finally {
      this.requests--;
      cancelTimer();
      call.signal?.removeEventListener('abort', onLeave);
      this.abandon(request);
    }
  }

  private start(flight: Flight): void {
    this.flights.set(flight.text, flight);
    this.textBytes += flight.text.length * BYTES_PER_CHAR;
    this.options.line.push(flight);
  }

  /** Lets a flight that waits far back, because it belongs to a long request, come forward for one who is due earlier. */
  private hasten(flight: Flight, dueMs: number): void {
    if (flight.dueMs <= dueMs) return;
    const place = [this.options.line, this.options.scheduler].find(({ waiting }) => waiting.remove(flight));
    flight.dueMs = dueMs;
    place?.waiting.push(flight);
  }

  private refuseKnown(created: readonly Flight[]): void {
    for (const flight of created) {
      if (this.options.suspects.lossesOf(flight.text) < this.options.maxLosses) continue;
      this.options.line.waiting.remove(flight);
      this.options.onDropped('text-refused');
      flight.land({ failure: 'The model process ended on this text before.', isRefused: true }, flight.times.arrivedMs);
      this.landed(flight);
    }
  }

  private end(request: RequestInFlight, cause: 'deadline-exceeded' | 'client-left', detail: string): void {
    this.options.onDropped(cause);
    request.fail(new ServiceError(cause, detail));
  }

  /** Takes what only this request wanted out of the queues. What runs already is not stopped. */
  private abandon(request: RequestInFlight): void {
    for (const flight of request.disembark()) {
      if (flight.isWanted || this.options.scheduler.isRunning(flight)) continue;
      this.options.line.waiting.remove(flight);
      this.options.scheduler.waiting.remove(flight);
      this.landed(flight);
    }
    this.options.line.advance();
  }
}

function sum(...amounts: readonly Amount[]): Amount {
  return amounts.reduce((a, b) => ({ texts: a.texts + b.texts, tokens: a.tokens + b.tokens }));
}

function overloaded(waitMs: number): ServiceError {
  return new ServiceError('overloaded', 'There is more work than can be done in time; try again later.', {
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
    estimatedWaitMs: Math.ceil(waitMs),
  });
}
