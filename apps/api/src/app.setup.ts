import type { IncomingMessage } from 'node:http';
import { VersioningType } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { NestFactory } from '@nestjs/core';
import { SwaggerModule } from '@nestjs/swagger';
import express from 'express';
import { MetricsRegistry, PinoLogger, RequestLog, RequestTelemetry, type RequestTracer } from '#libs/observability';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { ProblemFilter } from './http/errors/problem.filter.js';
import { ROOT_ANSWERS_ALL } from './http/errors/route-methods.js';
import { createOpenApiDocument } from './http/openapi.js';
import { allowedOrigins } from './config/allowed-origins.js';
import { trustedProxies } from './config/trusted-proxies.js';
import { createEventLoopQueue } from './http/create-event-loop-queue.js';
import { BoundedServerAdapter } from './http/bounded-server.adapter.js';
import { countRefusedConnections } from './http/connections/count-refused-connections.js';
import { HEALTH_ROUTES } from './http/health-routes.js';
import { httpMiddleware } from './http/http-middleware.js';
import { ignoreRangeHeaders } from './http/ignore-range-headers.js';
import { redirectDocs } from './http/redirect-docs.js';
import type { Settings } from './config/settings.js';
import { getRouteVersion } from './prediction-route/media-type.js';
import { SHUTDOWN_SIGNALS } from './shutdown/signals.js';

export interface AppParts {
  readonly logger: Logger;
  /** `MAX_CONNECTIONS`, or fewer where the system allows fewer. */
  readonly maxConnections: number;
  /** Undefined when traces are off. */
  readonly tracer: RequestTracer | undefined;
}

/** Builds the application up to, and without, listening. */
export async function createApp(
  settings: Settings,
  { logger, maxConnections, tracer }: AppParts,
): Promise<NestExpressApplication> {
  const server = express();
  // Before Nest touches it: Express reads this when it makes its router.
  server.set('case sensitive routing', true);
  server.set('trust proxy', trustedProxies(settings.TRUSTED_PROXIES));
  server.disable('x-powered-by');
  server.disable('etag');
  server.set(ROOT_ANSWERS_ALL, settings.dialects.includes('kserve'));

  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(settings, { log: new RequestLog({ logger, quietRoutes: HEALTH_ROUTES }), tracer }),
    new BoundedServerAdapter(server, {
      maxConnections,
      requestTimeoutMs: settings.REQUEST_TIMEOUT_MS,
      eventLoopQueue: createEventLoopQueue(),
    }),
    // The body is read by the route that wants one, within its limits.
    { bodyParser: false, abortOnError: false, logger: new PinoLogger(logger) },
  );
  const { requests } = app.get(MetricsRegistry);
  countRefusedConnections(app.getHttpServer(), requests);
  app.use(
    httpMiddleware({ telemetry: app.get(RequestTelemetry), allowedOrigins: allowedOrigins(settings.CORS_ORIGINS) }),
  );
  app.use('/docs', redirectDocs, ignoreRangeHeaders);
  // A path can have a route for each format of the body.
  app.enableVersioning({
    type: VersioningType.CUSTOM,
    extractor: (request) => getRouteVersion(request as IncomingMessage),
  });
  app.useGlobalFilters(new ProblemFilter());
  SwaggerModule.setup('docs', app, () => createOpenApiDocument(app, settings), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Sentiment API',
    swaggerOptions: { tryItOutEnabled: false, validatorUrl: null },
  });
  // As process 1 of a container Nest's `process.kill(self)` would be ignored.
  app.enableShutdownHooks([...SHUTDOWN_SIGNALS], { useProcessExit: true });
  return app;
}
