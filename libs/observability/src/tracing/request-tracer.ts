import type { IncomingHttpHeaders } from 'node:http';
import type { RequestContext, TraceIds } from '../request-context.js';
import type { RequestEnd } from '../request-end.js';

/** The span of a request. */
export interface RequestSpan extends TraceIds {
  /** Creates the spans of the phases, and ends the span of the request. */
  end(context: RequestContext, end: RequestEnd): void;
}

/** The start of a request and the present, in the clock's milliseconds. */
export interface RequestTimes {
  readonly startedMs: number;
  readonly nowMs: number;
}

/** Creates the spans of requests. Times are those of the service's clock. */
export interface RequestTracer {
  /** @param headers may hold the caller's trace context (W3C) */
  begin(headers: IncomingHttpHeaders, times: RequestTimes): RequestSpan;
  /** Sends the remaining spans, if their receiver answers. */
  close(): Promise<void>;
}
