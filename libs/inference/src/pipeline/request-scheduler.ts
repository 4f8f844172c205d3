import type { Clock } from '#libs/clock';
import { isFailure, PredictionError, type ClassifyContext } from '#libs/prediction';
import type { AdmissionController } from './admission-controller.js';
import type { BatchingStage } from './batching-stage.js';
import type { Place } from './fair-queue.js';
import { PendingRequest, type CompletedRequest } from './pending-request.js';
import type { PoisonInputs } from './poison-inputs.js';
import { QueueEntry, type EntryOutcome } from './queue-entry.js';
import type { StatsRecorder } from './stats-recorder.js';
import type { TokenEstimate } from './token-estimate.js';
import { POISON_TEXT, UNWANTED_TEXT } from './text-failures.js';
import type { TokenizationStage } from './tokenization-stage.js';
import { addWorkloads, measureWorkload, type Workload } from './workload.js';

export interface RequestSchedulerOptions {
  readonly clock: Clock;
  readonly admission: AdmissionController;
  readonly tokenEstimate: TokenEstimate;
  readonly poisonInputs: PoisonInputs;
  readonly tokenization: TokenizationStage;
  readonly batching: BatchingStage;
  readonly stats: StatsRecorder;
}

/** The entries of a request: new ones, and entries of other requests with equal texts. */
interface Plan {
  readonly created: QueueEntry[];
  readonly shared: { readonly entry: QueueEntry; readonly virtualStartMs: number }[];
}

/** The part of the context that concerns the scheduler. */
export type RequestLimits = Pick<ClassifyContext, 'client' | 'deadlineMs' | 'background' | 'signal'>;

const BYTES_PER_CHAR = 2;

/**
 * Turns requests into queue entries, one for each distinct text, and ends every request at its deadline.
 *
 * The virtual start of a text is the arrival of its request plus the estimated duration of the texts before it in the
 * request. So requests of one text are served in order of arrival, and a request of a thousand texts spreads over the
 * time that it would take alone: requests that arrive meanwhile are served in between.
 */
export class RequestScheduler {
  /** Entries that are not settled, by text. */
  private readonly entries = new Map<string, QueueEntry>();

  constructor(private readonly options: RequestSchedulerOptions) {}

  /**
   * Classifies texts.
   *
   * @throws PredictionError `overloaded` at once; `deadline-exceeded`, `client-left`, `model-unavailable` later
   */
  async classify(
    texts: readonly string[],
    { client = '', deadlineMs, background = false, signal }: RequestLimits,
  ): Promise<CompletedRequest> {
    if (texts.length === 0) return { outcomes: [], timings: undefined };
    // A signal that is aborted already fires no event.
    if (signal?.aborted) throw this.clientLeft();
    const { clock, admission, stats } = this.options;
    const request = new PendingRequest(texts, clock.nowMs());
    const timeoutMs = Math.max(0, deadlineMs - request.arrivedMs);
    const { created, shared } = this.plan(request, { client, background });
    admission.checkTexts({
      workload: measureWorkload(created),
      bytes: created.reduce((total, { text }) => total + countBytes(text), 0),
      place: { client, virtualStartMs: created.at(-1)?.virtualStartMs ?? request.arrivedMs },
      timeoutMs,
    });
    for (const { entry, virtualStartMs } of shared) {
      this.promote(entry, { client, virtualStartMs });
      entry.background &&= background;
      request.attach(entry);
    }
    for (const entry of created) request.attach(entry);
    this.enqueue(created);
    stats.recordDeduplicated(texts.length - created.length);
    return await this.complete(request, { client, timeoutMs, signal });
  }

  /** Decides which texts need an entry of their own, which share one, and their places in the fair order. */
  private plan(
    { distinctTexts, arrivedMs }: PendingRequest,
    origin: { readonly client: string; readonly background: boolean },
  ): Plan {
    const { admission, tokenEstimate, poisonInputs } = this.options;
    const plan: Plan = { created: [], shared: [] };
    // Shared entries count too: otherwise a long request that is sent twice would move to the front as one block.
    let ahead: Workload = { inputs: 0, tokens: 0 };
    for (const text of distinctTexts) {
      const virtualStartMs = arrivedMs + admission.estimateDurationMs(ahead);
      let entry = this.entries.get(text);
      if (entry && !entry.isSettled) {
        plan.shared.push({ entry, virtualStartMs });
      } else {
        const estimate = tokenEstimate.estimate(text);
        entry = new QueueEntry(text, { ...origin, virtualStartMs, estimate, arrivedMs });
        entry.isolated = poisonInputs.hasCrashed(text);
        plan.created.push(entry);
      }
      ahead = addWorkloads(ahead, entry);
    }
    return plan;
  }

  private enqueue(entries: readonly QueueEntry[]): void {
    const { admission, clock, poisonInputs, tokenization } = this.options;
    const accepted: QueueEntry[] = [];
    for (const entry of entries) {
      this.entries.set(entry.text, entry);
      // Another client may take the entry over; its bytes stay with the first one.
      const { client } = entry;
      admission.textAdded(client, countBytes(entry.text));
      void entry.settled.then((outcome) => {
        admission.textRemoved(client, countBytes(entry.text));
        this.forget(entry, outcome);
      });
      if (poisonInputs.isRefused(entry.text)) entry.settle(POISON_TEXT, clock.nowMs());
      else accepted.push(entry);
    }
    tokenization.push(accepted);
  }

  private forget(entry: QueueEntry, outcome: EntryOutcome): void {
    if (this.entries.get(entry.text) === entry) this.entries.delete(entry.text);
    if (outcome instanceof PredictionError || !isFailure(outcome) || !entry.isWanted) return;
    this.options.stats.recordDrop(outcome.isRefused ? 'text-refused' : 'text-failed');
  }

  /** Moves an entry forward for another request that wants it earlier. */
  private promote(entry: QueueEntry, place: Place): void {
    const { tokenization, batching } = this.options;
    const isQueued = tokenization.promote(entry, place) || batching.promote(entry, place);
    // An entry in the tokenizer takes its new place when it enters the next queue.
    if (!isQueued) entry.virtualStartMs = Math.min(entry.virtualStartMs, place.virtualStartMs);
  }

  /** Waits for the outcomes until the deadline passes or the client leaves. */
  private async complete(
    request: PendingRequest,
    { client, timeoutMs, signal }: { client: string; timeoutMs: number; signal: AbortSignal | undefined },
  ): Promise<CompletedRequest> {
    const { clock, admission } = this.options;
    const onAbort = () => {
      request.fail(this.clientLeft());
    };
    const cancelTimer = clock.after(timeoutMs, () => {
      request.fail(this.giveUp('deadline-exceeded', `The service had no answer within ${Math.round(timeoutMs)} ms.`));
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    admission.requestStarted(client);
    try {
      return await request.completed;
    } finally {
      admission.requestEnded(client);
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
      this.cancelUnwanted(request);
    }
  }

  /** Takes entries that only this request wanted out of the queues. Entries in the tokenizer or in a run stay. */
  private cancelUnwanted(request: PendingRequest): void {
    const { clock, tokenization, batching } = this.options;
    const unwanted = request.detachAll().filter(({ isWanted }) => !isWanted);
    // First from tokenization: each removal from batching makes room, for which tokenization would take these entries.
    const cancelled = unwanted.filter((entry) => tokenization.remove(entry));
    for (const entry of unwanted) if (batching.remove(entry)) cancelled.push(entry);
    for (const entry of cancelled) entry.settle(UNWANTED_TEXT, clock.nowMs());
  }

  private clientLeft(): PredictionError {
    return this.giveUp('client-left', 'The client closed the connection.');
  }

  private giveUp(cause: 'deadline-exceeded' | 'client-left', detail: string): PredictionError {
    this.options.stats.recordDrop(cause);
    return new PredictionError(cause, detail);
  }
}

function countBytes(text: string): number {
  return text.length * BYTES_PER_CHAR;
}
