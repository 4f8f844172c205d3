import type { Prediction, PredictionError, TextOutcome } from '#libs/prediction';
import type { Encoding } from './encoding.js';
import type { Queued } from './fair-queue.js';
import type { Workload } from './workload.js';

/** The outcome of a text, or the error that ends every request that waits for the text. */
export type EntryOutcome = TextOutcome | PredictionError;

/** What the model reads of a text. */
export type Reading = Omit<Prediction, 'logits'>;

/** When an entry passed the stages, in the clock's milliseconds. */
export interface EntryTimes {
  tokenizedMs: number;
  startedMs: number;
  endedMs: number;
}

/**
 * One text in the pipeline. Requests that bring equal texts share an entry. The entry carries its own reply: the part
 * of the pipeline that ends the work on the text settles the promise, and no stage knows the requests.
 */
export class QueueEntry implements Queued {
  /** Resolves once, when the entry is settled. Never rejects. */
  readonly settled: Promise<EntryOutcome>;
  client: string;
  virtualStartMs: number;
  /** Estimated from the characters until the text is tokenized; then those of `modelInputs`. */
  inputs: number;
  tokens: number;
  /** What the model reads; empty until the text is tokenized. */
  modelInputs: readonly ModelInput[] = [];
  reading: Reading = { truncated: false, tokens: 0, unknownTokens: 0, readChars: 0 };
  /** Whether the text runs in a batch of its own: a batch that it was in failed, and it may be the cause. */
  isolated = false;
  /** Whether only streams want the text. */
  background: boolean;
  readonly times: EntryTimes;
  /** Of the inputs that ran, by their index. */
  private logits: Map<number, Float32Array> | undefined;
  private requests = 0;
  private hasSettled = false;
  private resolve!: (outcome: EntryOutcome) => void;

  constructor(
    readonly text: string,
    options: {
      readonly client: string;
      readonly background?: boolean | undefined;
      readonly virtualStartMs: number;
      readonly estimate: Workload;
      readonly arrivedMs: number;
    },
  ) {
    const { client, background = false, virtualStartMs, estimate, arrivedMs } = options;
    this.client = client;
    this.background = background;
    this.virtualStartMs = virtualStartMs;
    this.inputs = estimate.inputs;
    this.tokens = estimate.tokens;
    this.times = { tokenizedMs: arrivedMs, startedMs: arrivedMs, endedMs: arrivedMs };
    this.settled = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  /** Whether a request still waits for the text. */
  get isWanted(): boolean {
    return this.requests > 0;
  }

  /** Whether the work on the text has ended. True before the promise's listeners are called. */
  get isSettled(): boolean {
    return this.hasSettled;
  }

  /** A request begins to wait for the text. */
  attach(): void {
    this.requests++;
  }

  /** A request waits no longer. */
  detach(): void {
    this.requests--;
  }

  /** Stores the encoding of the text. */
  setEncoding({ inputs, ...reading }: Encoding, nowMs: number): void {
    this.modelInputs = inputs.map((ids, index) => new ModelInput(this, index, ids));
    this.reading = reading;
    this.inputs = inputs.length;
    this.tokens = inputs.reduce((sum, { length }) => sum + length, 0);
    this.times.tokenizedMs = nowMs;
  }

  /** One of the inputs has run. The first run counts. @param startedMs when the run began */
  recordRun(startedMs: number): void {
    if (!this.logits) this.times.startedMs = Math.max(this.times.tokenizedMs, startedMs);
  }

  /** Takes the logits of one input. @returns those of all inputs, in their order, once the last one has come */
  receive({ index }: ModelInput, logits: Float32Array): Float32Array[] | undefined {
    if (this.modelInputs.length === 1) return [logits];
    const received = (this.logits ??= new Map<number, Float32Array>());
    received.set(index, logits);
    const all = this.modelInputs.flatMap((input) => received.get(input.index) ?? []);
    return all.length === this.modelInputs.length ? all : undefined;
  }

  /** Ends the work on the text. Later calls change nothing. */
  settle(outcome: EntryOutcome, nowMs: number): void {
    if (this.hasSettled) return;
    this.hasSettled = true;
    this.times.endedMs = nowMs;
    this.resolve(outcome);
  }
}

/** One sequence of token ids that the model reads: a whole text, or a window of a long text. */
export class ModelInput implements Queued {
  readonly inputs = 1;
  client: string;
  virtualStartMs: number;

  /**
   * @param entry the text
   * @param index place among the inputs of the text
   * @param ids token ids, special tokens included
   */
  constructor(
    readonly entry: QueueEntry,
    readonly index: number,
    readonly ids: Int32Array,
  ) {
    this.client = entry.client;
    // The windows of a text share one place: the answer needs all of them.
    this.virtualStartMs = entry.virtualStartMs;
  }

  get tokens(): number {
    return this.ids.length;
  }
}
