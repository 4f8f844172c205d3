import cors from 'cors';
import type { Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { RequestTelemetry } from '#libs/observability';
import { checkPath } from './check-path.js';
import { assignRequestId } from './request-id.js';

const EXPOSED_HEADERS = [
  'X-Request-Id',
  'X-Model',
  'Cache-Status',
  'Server-Timing',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
];
const PREFLIGHT_SECONDS = 600;

/** For answers that are no pages. */
const apiHeaders = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginOpenerPolicy: false,
  // Who ends TLS says this, if anybody.
  strictTransportSecurity: false,
  // Only browsers of old read these.
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

/** For the pages of Swagger UI. */
const docsHeaders = helmet({
  contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  strictTransportSecurity: false,
});

export interface HttpMiddlewareOptions {
  readonly telemetry: RequestTelemetry;
  /** Whose pages may call the service; undefined for nobody's. */
  readonly allowedOrigins: string | readonly string[] | undefined;
}

/**
 * What every request passes first, in one step: each that Express makes costs two microseconds of the three hundred
 * that a known text takes. Request id and record, headers for browsers, and paths that are themselves.
 */
export function httpMiddleware({ telemetry, allowedOrigins }: HttpMiddlewareOptions): RequestHandler {
  const allowOrigin = allowedOrigins === undefined ? undefined : corsHandler(allowedOrigins);
  return (request, response, next) => {
    telemetry.observe(request, response, assignRequestId(request, response));
    secure(request, response);
    checkPath(request);
    if (!allowOrigin) {
      next();
      return;
    }
    // What is allowed to one origin must not be kept for another.
    response.vary('Origin');
    // Only a preflight is answered there; other OPTIONS go the way of all.
    const isNoPreflight = request.method === 'OPTIONS' && !('access-control-request-method' in request.headers);
    if (request.headers.origin === undefined || isNoPreflight) next();
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
