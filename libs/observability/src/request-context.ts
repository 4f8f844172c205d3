import type { Clock } from '#libs/clock';
import type { CacheLookup, ErrorKind, LabelScore, StageTimings } from '#libs/prediction';
import type { RequestSpan } from './tracing/request-tracer.js';

/** A measurement, and when it was over in the clock's milliseconds. */
type Ended<T> = T & { readonly endedMs: number };

/** What happens to a request on its way, noted by whoever does it. Holds no text. */
export class RequestContext {
  readonly startedMs: number;
  /** Texts that the request brought, once it is read. */
  texts: number | undefined;
  /** The client's name, when API keys are on. */
  client: string | undefined;
  errorKind: ErrorKind | undefined;
  /** Each answered text's first label. */
  answers: readonly LabelScore[] = [];
  truncatedTexts = 0;
  lookup: Ended<CacheLookup> | undefined;
  timings: Ended<StageTimings> | undefined;

  constructor(
    /** The X-Request-Id of the answer. */
    readonly requestId: string,
    private readonly clock: Clock,
    readonly span: RequestSpan | undefined,
  ) {
    this.startedMs = clock.nowMs();
  }

  /** Since its first byte. */
  get durationMs(): number {
    return this.clock.nowMs() - this.startedMs;
  }

  recordLookup(lookup: CacheLookup): void {
    this.lookup = { ...lookup, endedMs: this.clock.nowMs() };
  }

  recordTimings(timings: StageTimings): void {
    this.timings = { ...timings, endedMs: this.clock.nowMs() };
  }
}

const RECORD = Symbol('RequestRecord');

interface Carrier {
  [RECORD]?: RequestContext;
}

/** @param carrier the HTTP request */
export function setRequestContext(carrier: object, record: RequestContext): void {
  (carrier as Carrier)[RECORD] = record;
}

/** @throws Error when the request did not pass the observer */
export function getRequestContext(carrier: object): RequestContext {
  const record = (carrier as Carrier)[RECORD];
  if (!record) throw new Error('nobody observes this request');
  return record;
}
