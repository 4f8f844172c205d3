import { type Classification, type StageTimings, ServiceError } from '#libs/prediction';
import type { QueueEntry, EntryTimes, Subscriber } from './queue-entry.js';

/** One request: its texts' places, and the outcomes that have arrived. */
export class PendingRequest {
  /** Resolves in the order of the texts; rejects as soon as one outcome is an error of the service. */
  readonly outcomes: Promise<Classification[]>;

  private readonly places = new Map<string, number[]>();
  private readonly arrived: Classification[];
  private readonly attached = new Map<QueueEntry, Subscriber>();
  private resolve: (outcomes: Classification[]) => void = () => {};
  private reject: (error: ServiceError) => void = () => {};

  constructor(
    texts: readonly string[],
    readonly arrivedMs: number,
    private readonly onPhases: ((phases: StageTimings) => void) | undefined,
  ) {
    this.arrived = new Array<Classification>(texts.length);
    texts.forEach((text, place) => {
      const places = this.places.get(text);
      if (places) places.push(place);
      else this.places.set(text, [place]);
    });
    this.outcomes = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** Each text once. */
  get distinctTexts(): Iterable<string> {
    return this.places.keys();
  }

  /** Waits for a flight's outcome. */
  attach(entry: QueueEntry): void {
    const subscriber: Subscriber = (outcome, times) => {
      this.attached.delete(entry);
      if (outcome instanceof ServiceError) this.fail(outcome);
      else this.arrive(entry.text, outcome, times);
    };
    this.attached.set(entry, subscriber);
    entry.subscribe(subscriber);
  }

  fail(error: ServiceError): void {
    this.reject(error);
  }

  /** Waits no longer. Returns the flights that it waited for. */
  detachAll(): QueueEntry[] {
    const entries = [...this.attached.keys()];
    for (const [entry, subscriber] of this.attached) entry.unsubscribe(subscriber);
    this.attached.clear();
    return entries;
  }

  private arrive(text: string, outcome: Classification, times: EntryTimes): void {
    for (const place of this.places.get(text) ?? []) this.arrived[place] = outcome;
    if (this.attached.size > 0) return;
    // A text that was joined under way may have passed stations before this request came.
    const [tokenizedMs, startedMs] = [times.tokenizedMs, times.startedMs].map((ms) => Math.max(ms, this.arrivedMs));
    if (tokenizedMs !== undefined && startedMs !== undefined) {
      this.onPhases?.({
        tokenizeMs: tokenizedMs - this.arrivedMs,
        queueMs: startedMs - tokenizedMs,
        runMs: times.endedMs - startedMs,
      });
    }
    this.resolve(this.arrived);
  }
}
