import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#libs/clock';
import type { RequestLog } from './logging/request-log.js';
import type { RequestMetrics } from './metrics/request-metrics.js';
import { toRequestEnd, type GetRoute } from './request-end.js';
import { RequestContext, setRequestContext } from './request-context.js';
import type { RequestTracer } from './tracing/request-tracer.js';

export interface RequestTelemetryOptions {
  readonly clock: Clock;
  readonly metrics: Pick<RequestMetrics, 'count'>;
  readonly tracer: RequestTracer | undefined;
  readonly log: Pick<RequestLog, 'write'>;
  readonly getRoute: GetRoute;
}

/** Follows every request from its first byte to the last of its answer, and makes metrics, spans and a log line of it. */
export class RequestTelemetry {
  constructor(private readonly options: RequestTelemetryOptions) {}

  /** @param requestId the X-Request-Id of the answer */
  observe(request: IncomingMessage, response: ServerResponse, requestId: string): void {
    const { clock, metrics, tracer, log, getRoute } = this.options;
    const context = new RequestContext(requestId, clock, tracer?.begin(request.headers, clock.nowMs()));
    setRequestContext(request, context);
    // Comes after 'finish', and without it when the client leaves.
    response.once('close', () => {
      const end = toRequestEnd(request, response, getRoute);
      metrics.count(context, end);
      context.span?.end(context, end);
      log.write(context, end);
    });
  }

  /** Sends the spans that are left. */
  async close(): Promise<void> {
    await this.options.tracer?.close();
  }
}
