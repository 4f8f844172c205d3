import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#libs/clock';
import type { PredictionErrorKind } from '#libs/prediction';
import type { RequestLog } from './logging/request-log.js';
import type { RequestMetrics } from './metrics/request-metrics.js';
import { RequestContext } from './request-context.js';
import { CLIENT_LEFT_STATUS, toRequestEnd, type GetRoute } from './request-end.js';
import type { RequestTracer } from './tracing/request-tracer.js';

/** The kind of error of a request whose client left before it had the answer. */
const CLIENT_LEFT_KIND: PredictionErrorKind = 'client-left';

export interface RequestTelemetryOptions {
  readonly clock: Clock;
  readonly metrics: Pick<RequestMetrics, 'count' | 'countLine' | 'countFailedLine'>;
  /** Undefined when traces are off. */
  readonly tracer: RequestTracer | undefined;
  readonly log: Pick<RequestLog, 'write'>;
  readonly getRoute: GetRoute;
}

/** Turns every request into metrics, spans and a log line when its answer is out or its client has left. */
export class RequestTelemetry {
  constructor(private readonly options: RequestTelemetryOptions) {}

  /**
   * Begins to follow a request.
   *
   * @param requestId the X-Request-Id of the answer
   * @param startedMs when the request arrived, in the clock's milliseconds; now by default
   * @returns the context that the handlers of the request complete
   */
  begin(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    startedMs = this.options.clock.nowMs(),
  ): RequestContext {
    const { clock, metrics, tracer, log, getRoute } = this.options;
    const span = tracer?.begin(request.headers, { startedMs, nowMs: clock.nowMs() });
    const context = new RequestContext(requestId, { clock, startedMs, trace: span, lineMetrics: metrics });
    const getStreamRoute = (of: IncomingMessage) => `${getRoute(of)} stream`;
    const finish = () => {
      const end = toRequestEnd(request, response, context.isStream ? getStreamRoute : getRoute);
      // An error that broke the answer off is the cause.
      if (end.status === CLIENT_LEFT_STATUS) context.errorKind ??= CLIENT_LEFT_KIND;
      metrics.count(context, end);
      span?.end(context, end);
      log.write(context, end);
    };
    // 'close' follows 'finish', and comes without it when the client leaves. Then a handler that waits for the pipeline is
    // cancelled by the same event, and completes the context first.
    response.once('close', () => {
      if (response.writableFinished) finish();
      else setImmediate(finish);
    });
    return context;
  }

  /** Sends the remaining spans. */
  async close(): Promise<void> {
    await this.options.tracer?.close();
  }
}
