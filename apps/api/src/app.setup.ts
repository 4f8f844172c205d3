import type { NestExpressApplication } from '@nestjs/platform-express';
import { NestFactory } from '@nestjs/core';
import { SwaggerModule } from '@nestjs/swagger';
import express, { type RequestHandler } from 'express';
import helmet from 'helmet';
import {
  createLogger,
  MetricsRegistry,
  PinoLogger,
  RequestLog,
  RequestObserver,
  standardOutput,
  type RequestTracer,
} from '#libs/observability';
import { AppModule } from './app.module.js';
import { checkPath } from './errors/check-path.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { createOpenApiDocument } from './openapi.js';
import { allowedOrigins } from './security/allowed-origins.js';
import { trustedProxies } from './security/trusted-proxies.js';
import { BoundedServerAdapter } from './server/bounded-server.adapter.js';
import { answerBrokenRequests } from './server/broken-requests.js';
import { PROBED_ROUTES } from './server/probed-routes.js';
import { giveRequestId } from './server/request-id.js';
import { wholeAnswers } from './server/whole-answers.js';
import type { Settings } from './settings.js';

const EXPOSED_HEADERS = ['X-Request-Id', 'X-Model', 'Cache-Status', 'Server-Timing', 'Retry-After', 'RateLimit'];
const PREFLIGHT_SECONDS = 600;

/** Builds the application up to, and without, listening. @param tracer undefined while nobody wants traces */
export async function createApp(settings: Settings, tracer?: RequestTracer): Promise<NestExpressApplication> {
  const server = express();
  // Before Nest touches it: Express reads this when it makes its router.
  server.set('case sensitive routing', true);
  server.set('trust proxy', trustedProxies(settings.TRUSTED_PROXIES));
  server.disable('x-powered-by');
  server.disable('etag');

  const logger = createLogger({ level: settings.LOG_LEVEL, isPretty: process.stdout.isTTY }, standardOutput());
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(settings, { log: new RequestLog({ logger, quietRoutes: PROBED_ROUTES }), tracer }),
    new BoundedServerAdapter(server, {
      maxConnections: settings.MAX_CONNECTIONS,
      requestTimeoutMs: settings.REQUEST_TIMEOUT_MS,
    }),
    // The body is read by the route that wants one, within its limits.
    { bodyParser: false, abortOnError: false, logger: new PinoLogger(logger) },
  );
  const { requests } = app.get(MetricsRegistry);
  answerBrokenRequests(app.getHttpServer(), (reason) => requests.countRefused(reason));
  app.use(throughEdge(app.get(RequestObserver)));
  if (settings.CORS_ORIGINS !== '') app.enableCors(corsOf(settings.CORS_ORIGINS));
  app.use('/docs', wholeAnswers);
  app.useGlobalFilters(new ProblemFilter());
  SwaggerModule.setup('docs', app, () => createOpenApiDocument(app, settings), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Sentiment API',
    swaggerOptions: { tryItOutEnabled: false, validatorUrl: null },
  });
  // As process 1 of a container Nest's `process.kill(self)` would be ignored.
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  return app;
}

/**
 * What every request passes first, in one step: each that Express makes costs two microseconds of a known text's three
 * hundred.
 */
function throughEdge(observer: RequestObserver): RequestHandler {
  const securityHeaders = helmet(SECURITY_HEADERS);
  return (request, response, next) => {
    observer.observe(request, response, giveRequestId(request, response));
    securityHeaders(request, response, (error?: unknown) => {
      if (error === undefined) checkPath(request);
      next(error);
    });
  };
}

/** What is said of TLS is the business of whoever ends it. Left out are headers that only browsers of old read. */
const SECURITY_HEADERS = {
  strictTransportSecurity: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
  contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
};

function corsOf(origins: string) {
  return {
    origin: allowedOrigins(origins),
    methods: ['GET', 'HEAD', 'POST'],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_SECONDS,
  };
}
