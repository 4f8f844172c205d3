import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';
import { requestEndOf, type RouteOf } from '../request-end.js';
import { requestRecordOf, type RequestRecord } from '../request-record.js';

export interface RequestLogOptions {
  readonly logger: Logger;
  readonly routeOf: RouteOf;
  /** Routes whose requests are not logged: those that somebody calls every few seconds. */
  readonly quietRoutes: ReadonlySet<string>;
}

/**
 * One line a request, when its answer is out. Of the request itself nothing is logged but method, route and id: paths,
 * headers and errors are made by clients, and may hold text.
 */
export function createRequestLog({ logger, routeOf, quietRoutes }: RequestLogOptions): HttpLogger {
  const lineOf = (request: IncomingMessage, response: ServerResponse): object => {
    return { ...requestEndOf(request, response, routeOf), ...detailsOf(requestRecordOf(request)) };
  };
  return pinoHttp({
    logger,
    customLogLevel: (request, response) => {
      if (quietRoutes.has(routeOf(request))) return 'silent';
      return response.statusCode >= 500 ? 'warn' : 'info';
    },
    customSuccessMessage: () => 'request',
    customSuccessObject: lineOf,
    customErrorMessage: () => 'request',
    customErrorObject: lineOf,
    genReqId: (request) => requestRecordOf(request).requestId,
    customAttributeKeys: { reqId: 'requestId' },
    // Its own view of request and response would hold the URL and headers.
    quietReqLogger: true,
    quietResLogger: true,
    wrapSerializers: false,
    serializers: { req: nothing, res: nothing, err: nothing },
  });
}

function detailsOf({ durationMs, texts, truncatedTexts, lookup, phases, ...record }: RequestRecord): object {
  return {
    durationMs: rounded(durationMs),
    texts,
    truncatedTexts: truncatedTexts || undefined,
    cacheHits: lookup?.hits,
    cacheMisses: lookup?.misses,
    cacheMs: rounded(lookup?.durationMs),
    tokenizeMs: rounded(phases?.tokenizeMs),
    queueMs: rounded(phases?.queueMs),
    runMs: rounded(phases?.runMs),
    error: record.errorKind,
    client: record.client,
    traceId: record.span?.traceId,
    spanId: record.span?.spanId,
  };
}

function rounded(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 100) / 100;
}

function nothing(): undefined {
  return undefined;
}
