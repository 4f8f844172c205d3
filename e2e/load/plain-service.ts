/** The control: the service with its docs, cache and model, and without guards, security headers, metrics, log and traces. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { systemClock } from '#libs/clock';
import { InferenceEngine } from '#libs/inference';
import { RequestTelemetry } from '#libs/observability';
import { checkPath } from '../../apps/api/src/http/check-path.js';
import { ProblemFilter } from '../../apps/api/src/http/errors/problem.filter.js';
import { createMessageClasses } from '../../apps/api/src/http/express-messages.js';
import { createOpenApiDocument } from '../../apps/api/src/http/openapi.js';
import { SharedRoutesModule } from '../../apps/api/src/dialects/shared-routes/shared-routes.module.js';
import { createEventLoopQueue } from '../../apps/api/src/http/create-event-loop-queue.js';
import { assignRequestId } from '../../apps/api/src/http/request-id.js';
import { ignoreRangeHeaders } from '../../apps/api/src/http/ignore-range-headers.js';
import { Settings } from '../../apps/api/src/config/settings.js';
import { SettingsModule } from '../../apps/api/src/config/settings.module.js';

/** Express without the limits of the service, with its message classes, and with a queue of the event loop, which the route needs. */
class PlainAdapter extends ExpressAdapter {
  readonly eventLoopQueue = createEventLoopQueue();

  constructor(private readonly application: Express) {
    super(application);
  }

  override initHttpServer(): void {
    this.httpServer = createServer(createMessageClasses(this.application), this.application);
  }
}

@Module({})
class PlainModule {
  static forRoot(settings: Settings): DynamicModule {
    return { module: PlainModule, imports: [SettingsModule.forRoot(settings), SharedRoutesModule.forRoot([])] };
  }
}

const settings = new Settings({});
const app = await NestFactory.create(PlainModule.forRoot(settings), new PlainAdapter(express()), {
  bodyParser: false,
  logger: false,
});
// The route needs a request context, although this service writes nothing about requests.
const telemetry = new RequestTelemetry({
  clock: systemClock,
  metrics: { count: () => {}, countLine: () => {}, countFailedLine: () => {} },
  tracer: undefined,
  log: { write: () => {} },
  getRoute: () => '/predict',
});
app.use((request: Request, response: Response, next: NextFunction) => {
  response.locals.requestContext = telemetry.begin(request, response, assignRequestId(request, response));
  checkPath(request);
  next();
});
app.use('/docs', ignoreRangeHeaders);
app.useGlobalFilters(new ProblemFilter());
SwaggerModule.setup('docs', app, () => createOpenApiDocument(app, settings), { jsonDocumentUrl: 'openapi.json' });
await app.init();
const server = app.getHttpServer() as Server;
await once(server.listen(0, '127.0.0.1'), 'listening');
await app.get(InferenceEngine).load();
process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
