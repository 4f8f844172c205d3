import type { Clock } from '#libs/clock';
import { type Classification, type ClassifyCall, type DropCause, isFailure, ServiceError } from '#libs/prediction';
import type { TokenizingLine } from './tokenization-stage.js';
import { amountOf, sum } from './workload.js';
import type { Door } from './admission-controller.js';
import { Flight, type Outcome } from './queue-entry.js';
import { RequestInFlight } from './pending-request.js';
import type { Scheduler } from './batching-stage.js';
import type { SuspectTexts } from './poison-inputs.js';
import type { TokenEstimate } from './token-estimate.js';

export interface IntakeOptions {
  readonly clock: Clock;
  readonly door: Door;
  readonly tokenEstimate: TokenEstimate;
  readonly line: TokenizingLine;
  readonly scheduler: Scheduler;
  readonly suspects: SuspectTexts;
  /** Told of each request that is given up, and of each text without an answer. */
  readonly onDropped: (cause: DropCause) => void;
  readonly onShared: (texts: number) => void;
}

interface Plan {
  readonly created: Flight[];
  readonly joined: { readonly flight: Flight; readonly dueMs: number }[];
}

/**
 * Takes requests in, past the door, and turns them into flights.
 *
 * A text's due time is the request's arrival plus the time that the request's texts before it take. So requests of
 * one text are served in the order of their arrival, and a request of a thousand spreads over the time that it would
 * take alone: whoever comes in the meantime goes in between, and nobody who waits is overtaken for long.
 */
export class Intake {
  private readonly flights = new Map<string, Flight>();

  constructor(private readonly options: IntakeOptions) {}

  /**
   * Classifies texts; the outcomes are in their order.
   * @throws ServiceError `overloaded` at once, `deadline-exceeded`, `client-left`, `model-unavailable` later
   */
  classify(texts: readonly string[], call: ClassifyCall): Promise<Classification[]> {
    if (texts.length === 0) return Promise.resolve([]);
    // An abort in the past fires no event.
    if (call.signal?.aborted) throw this.clientLeft();
    const request = new RequestInFlight(texts, this.options.clock.nowMs(), call.onPhases);
    const { created, joined } = this.plan(request);
    this.options.door.checkRoom(created, call.timeoutMs);

    for (const { flight, dueMs } of joined) {
      this.hasten(flight, dueMs);
      request.board(flight);
    }
    for (const flight of created) request.board(flight);
    for (const flight of created) this.start(flight);
    this.options.onShared(texts.length - created.length);
    this.options.line.advance();
    return this.settle(request, call);
  }

  /** Ends a flight: tells whoever waits, and forgets it. Without an outcome nobody waits any more. */
  land(flight: Flight, outcome?: Outcome): void {
    if (outcome) {
      const isCounted = flight.isWanted && !(outcome instanceof ServiceError) && isFailure(outcome);
      if (isCounted) this.options.onDropped(outcome.isRefused ? 'text-refused' : 'text-failed');
      flight.land(outcome, this.options.clock.nowMs());
    }
    if (this.flights.get(flight.text) !== flight) return;
    this.flights.delete(flight.text);
    this.options.door.flightLeft(flight);
  }

  /** Which texts need a flight of their own, which join one that is under way, and when each is due. */
  private plan({ distinctTexts, arrivedMs }: RequestInFlight): Plan {
    const { door, tokenEstimate, suspects } = this.options;
    const plan: Plan = { created: [], joined: [] };
    // A text that joins counts as well: else a long request that comes twice would come forward as one block.
    let ahead = amountOf([]);
    for (const text of distinctTexts) {
      const dueMs = arrivedMs + door.durationMs(ahead);
      let flight = this.flights.get(text);
      if (flight) {
        plan.joined.push({ flight, dueMs });
      } else {
        flight = new Flight(text, dueMs, tokenEstimate.of(text), arrivedMs);
        flight.alone = suspects.isSuspect(text);
        plan.created.push(flight);
      }
      ahead = sum(ahead, amountOf([flight]));
    }
    return plan;
  }

  /** Ends the request at its deadline or when its client leaves, and cleans up behind it. */
  private async settle(request: RequestInFlight, { timeoutMs, signal }: ClassifyCall): Promise<Classification[]> {
    const onLeave = () => {
      request.fail(this.clientLeft());
    };
    const cancelTimer = this.options.clock.after(timeoutMs, () => {
      request.fail(this.givenUp('deadline-exceeded', `There is no answer within ${Math.round(timeoutMs)} ms.`));
    });
    signal?.addEventListener('abort', onLeave, { once: true });
    this.options.door.requestEntered();
    try {
      return await request.outcomes;
    } finally {
      this.options.door.requestLeft();
      cancelTimer();
      signal?.removeEventListener('abort', onLeave);
      this.abandon(request);
    }
  }

  private start(flight: Flight): void {
    this.flights.set(flight.text, flight);
    this.options.door.flightEntered(flight);
    if (this.options.suspects.isRefused(flight.text)) {
      this.land(flight, { failure: 'The model process ended on this text before.', isRefused: true });
    } else {
      this.options.line.waiting.push(flight);
    }
  }

  /** Lets a flight that waits far back, because it belongs to a long request, come forward for one who is due earlier. */
  private hasten(flight: Flight, dueMs: number): void {
    if (flight.dueMs <= dueMs) return;
    const place = [this.options.line, this.options.scheduler].find(({ waiting }) => waiting.remove(flight));
    flight.dueMs = dueMs;
    place?.waiting.push(flight);
  }

  /** Takes what only this request wanted out of the queues. What runs already is not stopped. */
  private abandon(request: RequestInFlight): void {
    for (const flight of request.disembark()) {
      if (flight.isWanted || this.options.scheduler.isRunning(flight)) continue;
      this.options.line.waiting.remove(flight);
      this.options.scheduler.waiting.remove(flight);
      this.land(flight);
    }
    this.options.line.advance();
  }

  private clientLeft(): ServiceError {
    return this.givenUp('client-left', 'The client closed the connection.');
  }

  private givenUp(cause: 'deadline-exceeded' | 'client-left', detail: string): ServiceError {
    this.options.onDropped(cause);
    return new ServiceError(cause, detail);
  }
}
