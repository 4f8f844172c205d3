import type { Clock } from '#libs/clock';
import type { CacheLookup, LabelScore, StageTimings } from '#libs/prediction';

/** The place of a request in a distributed trace. */
export interface TraceIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** The facts of one request that its log line, metrics and spans are made of. Holds no text. */
export class RequestContext {
  /** When the request arrived, in the clock's milliseconds. */
  readonly startedMs: number;
  /** Undefined when traces are off. */
  readonly trace: TraceIds | undefined;
  /** Number of texts in the request; undefined until the body is read. */
  texts: number | undefined;
  /** Number of documents in the request; undefined for a request without documents. */
  documents: number | undefined;
  /** The name of the client; undefined without API keys. */
  client: string | undefined;
  /** The client that fair shares are for, once it is known. */
  clientId: string | undefined;
  /** The kind of the error that ended the request. */
  errorKind: string | undefined;
  /** The first label of each answered text. */
  answers: readonly LabelScore[] = [];
  truncatedTexts = 0;
  /** Undefined when no text went through the inference pipeline. */
  timings: StageTimings | undefined;
  private readonly clock: Clock;
  private cacheLookup: CacheLookup | undefined;

  constructor(
    /** The X-Request-Id of the answer. */
    readonly requestId: string,
    options: { readonly clock: Clock; readonly startedMs: number; readonly trace: TraceIds | undefined },
  ) {
    this.clock = options.clock;
    this.startedMs = options.startedMs;
    this.trace = options.trace;
  }

  /** Undefined when no cache was read. */
  get lookup(): CacheLookup | undefined {
    return this.cacheLookup;
  }

  /** Keeps a lookup, unless the request forbade it: then it took no time and is no part of the hit rate. */
  recordLookup(lookup: CacheLookup | undefined): void {
    if (lookup && !lookup.bypassed) this.cacheLookup = lookup;
  }

  /** Time since the first byte of the request. */
  get durationMs(): number {
    return this.clock.nowMs() - this.startedMs;
  }
}
