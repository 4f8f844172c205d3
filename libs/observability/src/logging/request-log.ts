import type { Logger } from 'pino';
import type { RequestEnd } from '../request-end.js';
import type { RequestContext } from '../request-context.js';

export interface RequestLogOptions {
  readonly logger: Logger;
  /** Routes whose requests are not logged: those that somebody calls every few seconds. */
  readonly quietRoutes: ReadonlySet<string>;
}

/**
 * One line a request, when its answer is out. Of the request itself nothing is logged but method, route and id: paths,
 * headers and errors are made by clients, and may hold text.
 */
export class RequestLog {
  constructor(private readonly options: RequestLogOptions) {}

  write(context: RequestContext, end: RequestEnd): void {
    const { logger, quietRoutes } = this.options;
    if (quietRoutes.has(end.route)) return;
    const level = end.status >= 500 ? 'warn' : 'info';
    if (logger.isLevelEnabled(level)) logger[level](toLogLine(context, end), 'request');
  }
}

function toLogLine(context: RequestContext, { method, route, status }: RequestEnd): object {
  const { lookup, timings, trace } = context;
  return {
    requestId: context.requestId,
    method,
    route,
    status,
    durationMs: rounded(context.durationMs),
    dialect: context.dialect,
    documents: context.documents,
    texts: context.texts,
    truncatedTexts: context.truncatedTexts || undefined,
    failedLines: context.failedLines || undefined,
    cacheHits: lookup?.hits,
    cacheMisses: lookup?.misses,
    cacheMs: rounded(lookup?.durationMs),
    tokenizeMs: rounded(timings?.tokenizeMs),
    queueMs: rounded(timings?.queueMs),
    runMs: rounded(timings?.runMs),
    error: context.errorKind,
    client: context.client,
    traceId: trace?.traceId,
    spanId: trace?.spanId,
  };
}

function rounded(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 100) / 100;
}
