import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#libs/clock';
import type { RequestLog } from './logging/request-log.js';
import type { RequestMetrics } from './metrics/request-metrics.js';
import { requestEndOf, type RouteOf } from './request-end.js';
import { RequestRecord, setRequestRecord } from './request-context.js';
import type { RequestTracer } from './tracing/request-tracer.js';

export interface RequestObserverOptions {
  readonly clock: Clock;
  readonly metrics: Pick<RequestMetrics, 'count'>;
  readonly tracer: RequestTracer | undefined;
  readonly log: Pick<RequestLog, 'write'>;
  readonly routeOf: RouteOf;
}

/** Follows every request from its first byte to the last of its answer, and makes metrics, spans and a log line of it. */
export class RequestObserver {
  constructor(private readonly options: RequestObserverOptions) {}

  /** @param requestId the X-Request-Id of the answer */
  observe(request: IncomingMessage, response: ServerResponse, requestId: string): void {
    const { clock, metrics, tracer, log, routeOf } = this.options;
    const record = new RequestRecord(requestId, clock, tracer?.begin(request.headers, clock.nowMs()));
    setRequestRecord(request, record);
    // Comes after 'finish', and without it when the client leaves.
    response.once('close', () => {
      const end = requestEndOf(request, response, routeOf);
      metrics.count(record, end);
      record.span?.end(record, end);
      log.write(record, end);
    });
  }

  /** Sends the spans that are left. */
  async close(): Promise<void> {
    await this.options.tracer?.close();
  }
}
