import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  defaultTextMapGetter,
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { RequestEnd } from '../request-end.js';
import type { RequestContext } from '../request-context.js';
import type { RequestSpan, RequestTimes, RequestTracer } from './request-tracer.js';
import type { TracingOptions } from './tracing-options.js';

const CLOSE_LIMIT_MS = 2_000;

const propagator = new W3CTraceContextPropagator();

const once = (action: () => void): (() => void) => {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
};

/**
 * Creates spans explicitly: OpenTelemetry's patching does not reach ES modules, and the phases of a request are no calls
 * that could be patched. Exporter, batches, sampler and resource are configured by their `OTEL_*` variables.
 *
 * @param version the service's
 * @param logger receives one warning, when spans cannot be sent
 */
export function createOtelTracer(
  { protocol, continuesTraces }: Pick<TracingOptions, 'protocol' | 'continuesTraces'>,
  version: string,
  logger: Pick<Console, 'warn'>,
): RequestTracer {
  const warnOnce = once(() => {
    logger.warn('the service cannot send traces');
  });
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'sentiment', 'service.version': version }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter())],
  });
  // OpenTelemetry's own messages hold addresses and bodies of answers. Its messages about the environment come before, and
  // say nothing new: the environment is checked already.
  diag.setLogger(
    { error: warnOnce, warn: () => {}, info: () => {}, debug: () => {}, verbose: () => {} },
    DiagLogLevel.ERROR,
  );
  const tracer = provider.getTracer('sentiment', version);
  return {
    begin: (headers, times) => new OtelRequestSpan(tracer, continuesTraces ? headers : {}, times),
    close: async () => {
      // It tries for ten seconds when nobody takes them, and rejects when somebody refuses them.
      const sent = provider.shutdown().catch(() => {});
      await Promise.race([sent, sleep(CLOSE_LIMIT_MS, undefined, { ref: false })]);
    },
  };
}

class OtelRequestSpan implements RequestSpan {
  private readonly span: Span;
  private readonly parent: Context;
  /** One for all spans of a request: OpenTelemetry's own differs from span to span, and they would seem to overlap. */
  private readonly epochMs: number;

  constructor(
    private readonly tracer: Tracer,
    headers: IncomingHttpHeaders,
    { startedMs, nowMs }: RequestTimes,
  ) {
    this.epochMs = Date.now() - nowMs;
    const isInTrace = headers.traceparent !== undefined;
    this.parent = isInTrace ? propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter) : ROOT_CONTEXT;
    this.span = tracer.startSpan('HTTP', { kind: SpanKind.SERVER, startTime: this.epochMs + startedMs }, this.parent);
  }

  get traceId(): string {
    return this.span.spanContext().traceId;
  }

  get spanId(): string {
    return this.span.spanContext().spanId;
  }

  end(requestContext: RequestContext, { method, route, status }: RequestEnd): void {
    const { texts, lookup, timings, requestId, errorKind } = requestContext;
    const { span } = this;
    // The sampler did not want it.
    if (!span.isRecording()) return;
    const context = trace.setSpan(this.parent, span);
    const phase = (name: string, startedMs: number, endedMs: number, attributes: Record<string, number> = {}): void => {
      const startTime = this.epochMs + startedMs;
      this.tracer.startSpan(name, { startTime, attributes }, context).end(this.epochMs + endedMs);
    };
    if (lookup) {
      const { hits, misses, durationMs, endedMs } = lookup;
      phase('cache', endedMs - durationMs, endedMs, {
        'sentiment.cache.hits': hits,
        'sentiment.cache.misses': misses,
      });
    }
    if (timings) {
      const { tokenizeMs, queueMs, runMs, endedMs } = timings;
      const [ranMs, tokenizedMs] = [endedMs - runMs, endedMs - runMs - queueMs];
      phase('tokenize', tokenizedMs - tokenizeMs, tokenizedMs);
      phase('queue', tokenizedMs, ranMs);
      phase('run', ranMs, endedMs);
    }
    span.updateName(`${method} ${route}`);
    span.setAttributes({
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
      'sentiment.request_id': requestId,
      ...(texts === undefined ? {} : { 'sentiment.texts': texts }),
      ...(errorKind === undefined ? {} : { 'error.type': errorKind }),
    });
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(this.epochMs + requestContext.startedMs + requestContext.durationMs);
  }
}
