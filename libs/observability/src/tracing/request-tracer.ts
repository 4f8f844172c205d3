import type { IncomingHttpHeaders } from 'node:http';
import type { RequestEnd } from '../request-end.js';
import type { RequestContext } from '../request-context.js';

/** A request's place in a trace. */
export interface RequestSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Closes the request's span, and makes those of its phases. */
  end(context: RequestContext, end: RequestEnd): void;
}

/** Makes the spans of requests. Time is that of the service's clock. */
export interface RequestTracer {
  /** @param headers may hold the caller's trace context (W3C) */
  begin(headers: IncomingHttpHeaders, nowMs: number): RequestSpan;
  /** Sends what is left, if somebody takes it. */
  close(): Promise<void>;
}
