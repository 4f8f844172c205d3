import type { NestExpressApplication } from '@nestjs/platform-express';
import { NestFactory } from '@nestjs/core';
import { SwaggerModule } from '@nestjs/swagger';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import {
  createLogger,
  createRequestLog,
  MetricsRegistry,
  PinoLogger,
  RequestObserver,
  standardOutput,
  type RequestTracer,
} from '#libs/observability';
import { AppModule } from './app.module.js';
import { exactPaths } from './errors/exact-paths.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { createOpenApiDocument } from './openapi.js';
import { allowedOrigins } from './security/allowed-origins.js';
import { trustedProxies } from './security/trusted-proxies.js';
import { BoundedServerAdapter } from './server/bounded-server.adapter.js';
import { answerBrokenRequests } from './server/broken-requests.js';
import { PROBED_ROUTES } from './server/probed-routes.js';
import { requestId, requestIdOf } from './server/request-id.js';
import { routeOf } from './server/route-of.js';
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
    AppModule.forRoot(settings, tracer),
    new BoundedServerAdapter(server, {
      maxConnections: settings.MAX_CONNECTIONS,
      requestTimeoutMs: settings.REQUEST_TIMEOUT_MS,
    }),
    // The body is read by the route that wants one, within its limits.
    { bodyParser: false, abortOnError: false, logger: new PinoLogger(logger) },
  );
  const observer = app.get(RequestObserver);
  const { requests } = app.get(MetricsRegistry);
  answerBrokenRequests(app.getHttpServer(), (reason) => requests.countRefused(reason));
  app.use(requestId);
  app.use((request: Request, response: Response, next: NextFunction) => {
    observer.observe(request, response, requestIdOf(response));
    next();
  });
  app.use(createRequestLog({ logger, routeOf, quietRoutes: PROBED_ROUTES }));
  app.use(helmet(SECURITY_HEADERS));
  if (settings.CORS_ORIGINS !== '') app.enableCors(corsOf(settings.CORS_ORIGINS));
  app.use(exactPaths);
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

/** What is said of TLS is the business of whoever ends it. */
const SECURITY_HEADERS = {
  strictTransportSecurity: false,
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
