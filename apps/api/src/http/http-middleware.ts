import cors from 'cors';
import type { Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { RequestTelemetry } from '#libs/observability';
import { checkPath } from './check-path.js';
import { checkRequestHead } from './check-request-head.js';
import { assignRequestId } from './request-id.js';

const EXPOSED_HEADERS = [
  'X-Request-Id',
  'X-Model',
  'X-Truncated',
  // Clients of AWS and Azure show them.
  'x-amzn-RequestId',
  'x-ms-client-request-id',
  'Cache-Status',
  'Server-Timing',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
];
const PREFLIGHT_SECONDS = 600;

/** Headers for the answers of the API. */
const apiHeaders = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginOpenerPolicy: false,
  // This header belongs to the proxy that ends TLS.
  strictTransportSecurity: false,
  // Only old browsers read these.
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

/** Headers for the pages of Swagger UI. */
const docsHeaders = helmet({
  contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  strictTransportSecurity: false,
});

export interface HttpMiddlewareOptions {
  readonly telemetry: RequestTelemetry;
  /** Origins whose pages may call the service; undefined for none. */
  readonly allowedOrigins: string | readonly string[] | undefined;
}

/**
 * The first step of every request: request id and context, headers for browsers, and the checks of its head and path. It is one
 * function because each further one costs Express two microseconds, of three hundred for a request of a known text.
 */
export function httpMiddleware({ telemetry, allowedOrigins }: HttpMiddlewareOptions): RequestHandler {
  const allowOrigin = allowedOrigins === undefined ? undefined : corsHandler(allowedOrigins);
  return (request, response, next) => {
    const { arrivedMs } = response.locals;
    response.locals.requestContext = telemetry.begin(request, response, assignRequestId(request, response), arrivedMs);
    secure(request, response);
    checkRequestHead(request);
    checkPath(request);
    if (!allowOrigin) {
      next();
      return;
    }
    // A cache must not serve the answer for one origin to another one.
    response.vary('Origin');
    // The cors package would answer every OPTIONS request; only preflights are meant.
    const isOtherOptions = request.method === 'OPTIONS' && !('access-control-request-method' in request.headers);
    if (request.headers.origin === undefined || isOtherOptions) next();
    else allowOrigin(request, response, next);
  };
}

function secure(request: Request, response: Response): void {
  (request.path.startsWith('/docs') ? docsHeaders : apiHeaders)(request, response, rethrow);
}

function rethrow(error?: unknown): void {
  if (error instanceof Error) throw error;
}

function corsHandler(allowedOrigins: string | readonly string[]): RequestHandler {
  return cors({
    origin: typeof allowedOrigins === 'string' ? allowedOrigins : [...allowedOrigins],
    methods: ['GET', 'HEAD', 'POST'],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_SECONDS,
  });
}
