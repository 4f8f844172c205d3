import { PredictionError, type StageTimings, type TextOutcome } from '#libs/prediction';
import type { EntryOutcome, EntryTimes, QueueEntry } from './queue-entry.js';

/** The outcomes of a request's texts, in the order of the texts. */
export interface CompletedRequest {
  readonly outcomes: readonly TextOutcome[];
  /** Undefined for a request without texts. */
  readonly timings: StageTimings | undefined;
}

/** One request: the positions of its texts, and the outcomes that have arrived. */
export class PendingRequest {
  /** Rejects with the first PredictionError among the outcomes, or with the error that `fail` gets. */
  readonly completed: Promise<CompletedRequest>;

  private readonly positions = new Map<string, number[]>();
  private readonly outcomes: TextOutcome[];
  private readonly attached = new Set<QueueEntry>();
  private resolve!: (completed: CompletedRequest) => void;
  private reject!: (error: PredictionError) => void;

  constructor(
    texts: readonly string[],
    readonly arrivedMs: number,
  ) {
    this.outcomes = new Array<TextOutcome>(texts.length);
    texts.forEach((text, position) => {
      const positions = this.positions.get(text);
      if (positions) positions.push(position);
      else this.positions.set(text, [position]);
    });
    this.completed = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** Each text once. */
  get distinctTexts(): Iterable<string> {
    return this.positions.keys();
  }

  /** Waits for the outcome of an entry. All entries are to be attached before one of them settles. */
  attach(entry: QueueEntry): void {
    this.attached.add(entry);
    entry.attach();
    void entry.settled.then((outcome) => {
      this.receive(entry, outcome);
    });
  }

  fail(error: PredictionError): void {
    this.reject(error);
  }

  /** Waits no longer. @returns the entries whose outcome has not arrived */
  detachAll(): QueueEntry[] {
    const entries = [...this.attached];
    // Entries that other requests wait for keep this request reachable until they settle; its texts are not needed.
    if (entries.length > 0) this.positions.clear();
    for (const entry of entries) entry.detach();
    this.attached.clear();
    return entries;
  }

  private receive(entry: QueueEntry, outcome: EntryOutcome): void {
    if (!this.attached.delete(entry)) return;
    if (outcome instanceof PredictionError) {
      this.fail(outcome);
      return;
    }
    for (const position of this.positions.get(entry.text) ?? []) this.outcomes[position] = outcome;
    if (this.attached.size === 0) {
      this.resolve({ outcomes: this.outcomes, timings: this.toTimings(entry.times) });
    }
  }

  /** An entry that the request shares may have passed stages before the request arrived. */
  private toTimings({ tokenizedMs, startedMs, endedMs }: EntryTimes): StageTimings {
    const tokenized = Math.max(tokenizedMs, this.arrivedMs);
    const started = Math.max(startedMs, this.arrivedMs);
    return {
      tokenizeMs: tokenized - this.arrivedMs,
      queueMs: started - tokenized,
      runMs: endedMs - started,
      endedMs,
    };
  }
}
