import type { Clock } from '#libs/clock';
import type { CacheLookup, LabelScore, StageTimings } from '#libs/prediction';

/** The place of a request in a distributed trace. */
export interface TraceIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** What a request, or one line of a stream, did. Holds no text. */
export interface RequestWork {
  /** Number of texts; undefined until the body is read. */
  readonly texts: number | undefined;
  /** Undefined without documents. */
  readonly documents: number | undefined;
  /** The first label of each answered text. */
  readonly answers: readonly LabelScore[];
  readonly truncatedTexts: number;
  /** Undefined when no text went through the inference pipeline. */
  readonly timings: StageTimings | undefined;
  /** Undefined when no cache was read. */
  readonly lookup: CacheLookup | undefined;
}

/** Counts the lines of streams while the streams run. */
export interface LineMetrics {
  countLine(work: RequestWork): void;
  countFailedLine(): void;
}

/** The facts of one request that its log line, metrics and spans are made of. Holds no text. */
export class RequestContext implements RequestWork {
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
  /** The wire format of the request: one of a few words. Undefined until it is known. */
  dialect: string | undefined;
  /** The kind of the error that ended the request. */
  errorKind: string | undefined;
  /** The first label of each answered text. */
  answers: readonly LabelScore[] = [];
  truncatedTexts = 0;
  /** Whether the request is a stream of lines, which are counted one by one. */
  isStream = false;
  /** Lines of a stream that have an error for an answer. */
  failedLines = 0;
  /** Undefined when no text went through the inference pipeline. */
  timings: StageTimings | undefined;
  private readonly clock: Clock;
  private readonly lineMetrics: LineMetrics | undefined;
  private cacheLookup: CacheLookup | undefined;

  constructor(
    /** The X-Request-Id of the answer. */
    readonly requestId: string,
    options: {
      readonly clock: Clock;
      readonly startedMs: number;
      readonly trace: TraceIds | undefined;
      readonly lineMetrics?: LineMetrics;
    },
  ) {
    this.clock = options.clock;
    this.lineMetrics = options.lineMetrics;
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

  /** Counts an answered line of a stream. The answers are not kept, because a stream has no end. */
  recordLine(work: RequestWork): void {
    this.texts = (this.texts ?? 0) + (work.texts ?? 0);
    if (work.documents !== undefined) this.documents = (this.documents ?? 0) + work.documents;
    this.truncatedTexts += work.truncatedTexts;
    // A lookup that the stream forbade took no time and is no part of the hit rate.
    this.lineMetrics?.countLine(work.lookup?.bypassed ? { ...work, lookup: undefined } : work);
  }

  /** Counts a line of a stream that has an error for an answer. */
  recordFailedLine(): void {
    this.failedLines++;
    this.lineMetrics?.countFailedLine();
  }

  /** Time since the first byte of the request. */
  get durationMs(): number {
    return this.clock.nowMs() - this.startedMs;
  }
}
