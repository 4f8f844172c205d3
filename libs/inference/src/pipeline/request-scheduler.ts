import type { Clock } from '#libs/clock';
import { type Classification, type ClassifyContext, type DropCause, isFailure, ServiceError } from '#libs/prediction';
import type { TokenizationStage } from './tokenization-stage.js';
import { measureWorkload, addWorkloads } from './workload.js';
import type { AdmissionController } from './admission-controller.js';
import { QueueEntry, type Outcome } from './queue-entry.js';
import { PendingRequest } from './pending-request.js';
import type { BatchingStage } from './batching-stage.js';
import type { PoisonInputs } from './poison-inputs.js';
import type { TokenEstimate } from './token-estimate.js';

export interface RequestSchedulerOptions {
  readonly clock: Clock;
  readonly admission: AdmissionController;
  readonly tokenEstimate: TokenEstimate;
  readonly tokenization: TokenizationStage;
  readonly batching: BatchingStage;
  readonly poisonInputs: PoisonInputs;
  /** Told of each request that is given up, and of each text without an answer. */
  readonly onDropped: (cause: DropCause) => void;
  readonly onShared: (texts: number) => void;
}

interface Plan {
  readonly created: QueueEntry[];
  readonly attached: { readonly entry: QueueEntry; readonly virtualStartMs: number }[];
}

/**
 * Takes requests in, past the door, and turns them into flights.
 *
 * A text's due time is the request's arrival plus the time that the request's texts before it take. So requests of
 * one text are served in the order of their arrival, and a request of a thousand spreads over the time that it would
 * take alone: whoever comes in the meantime goes in between, and nobody who waits is overtaken for long.
 */
export class RequestScheduler {
  private readonly entries = new Map<string, QueueEntry>();

  constructor(private readonly options: RequestSchedulerOptions) {}

  /**
   * Classifies texts; the outcomes are in their order.
   * @throws ServiceError `overloaded` at once, `deadline-exceeded`, `client-left`, `model-unavailable` later
   */
  classify(texts: readonly string[], call: ClassifyContext): Promise<Classification[]> {
    if (texts.length === 0) return Promise.resolve([]);
    // An abort in the past fires no event.
    if (call.signal?.aborted) throw this.clientLeft();
    const request = new PendingRequest(texts, this.options.clock.nowMs(), call.onTimings);
    const { created, attached } = this.plan(request);
    this.options.admission.checkRoom(created, call.timeoutMs);

    for (const { entry, virtualStartMs } of attached) {
      this.promote(entry, virtualStartMs);
      request.attach(entry);
    }
    for (const entry of created) request.attach(entry);
    for (const entry of created) this.start(entry);
    this.options.onShared(texts.length - created.length);
    this.options.tokenization.advance();
    return this.settle(request, call);
  }

  /** Ends a flight: tells whoever waits, and forgets it. Without an outcome nobody waits any more. */
  settle_(entry: QueueEntry, outcome?: Outcome): void {
    if (outcome) {
      const isCounted = entry.isWanted && !(outcome instanceof ServiceError) && isFailure(outcome);
      if (isCounted) this.options.onDropped(outcome.isRefused ? 'text-refused' : 'text-failed');
      entry.settle(outcome, this.options.clock.nowMs());
    }
    if (this.entries.get(entry.text) !== entry) return;
    this.entries.delete(entry.text);
    this.options.admission.entryRemoved(entry);
  }

  /** Which texts need a flight of their own, which join one that is under way, and when each is due. */
  private plan({ distinctTexts, arrivedMs }: PendingRequest): Plan {
    const { admission, tokenEstimate, poisonInputs } = this.options;
    const plan: Plan = { created: [], attached: [] };
    // A text that joins counts as well: else a long request that comes twice would come forward as one block.
    let ahead = measureWorkload([]);
    for (const text of distinctTexts) {
      const virtualStartMs = arrivedMs + admission.durationMs(ahead);
      let entry = this.entries.get(text);
      if (entry) {
        plan.attached.push({ entry, virtualStartMs });
      } else {
        entry = new QueueEntry(text, virtualStartMs, tokenEstimate.estimate(text), arrivedMs);
        entry.isolated = poisonInputs.isSuspect(text);
        plan.created.push(entry);
      }
      ahead = addWorkloads(ahead, measureWorkload([entry]));
    }
    return plan;
  }

  /** Ends the request at its deadline or when its client leaves, and cleans up behind it. */
  private async settle(request: PendingRequest, { timeoutMs, signal }: ClassifyContext): Promise<Classification[]> {
    const onLeave = () => {
      request.fail(this.clientLeft());
    };
    const cancelTimer = this.options.clock.after(timeoutMs, () => {
      request.fail(this.givenUp('deadline-exceeded', `There is no answer within ${Math.round(timeoutMs)} ms.`));
    });
    signal?.addEventListener('abort', onLeave, { once: true });
    this.options.admission.requestStarted();
    try {
      return await request.outcomes;
    } finally {
      this.options.admission.requestEnded();
      cancelTimer();
      signal?.removeEventListener('abort', onLeave);
      this.cancelUnwanted(request);
    }
  }

  private start(entry: QueueEntry): void {
    this.entries.set(entry.text, entry);
    this.options.admission.entryAdded(entry);
    if (this.options.poisonInputs.isRefused(entry.text)) {
      this.settle_(entry, { failure: 'The model process ended on this text before.', isRefused: true });
    } else {
      this.options.tokenization.waiting.push(entry);
    }
  }

  /** Lets a flight that waits far back, because it belongs to a long request, come forward for one who is due earlier. */
  private promote(entry: QueueEntry, virtualStartMs: number): void {
    if (entry.virtualStartMs <= virtualStartMs) return;
    const place = [this.options.tokenization, this.options.batching].find(({ waiting }) => waiting.remove(entry));
    entry.virtualStartMs = virtualStartMs;
    place?.waiting.push(entry);
  }

  /** Takes what only this request wanted out of the queues. What runs already is not stopped. */
  private cancelUnwanted(request: PendingRequest): void {
    for (const entry of request.detachAll()) {
      if (entry.isWanted || this.options.batching.isRunning(entry)) continue;
      this.options.tokenization.waiting.remove(entry);
      this.options.batching.waiting.remove(entry);
      this.settle_(entry);
    }
    this.options.tokenization.advance();
  }

  private clientLeft(): ServiceError {
    return this.givenUp('client-left', 'The client closed the connection.');
  }

  private givenUp(cause: 'deadline-exceeded' | 'client-left', detail: string): ServiceError {
    this.options.onDropped(cause);
    return new ServiceError(cause, detail);
  }
}
