import type { NestExpressApplication } from '@nestjs/platform-express';
import { ExpressAdapter } from '@nestjs/platform-express';
import { NestFactory } from '@nestjs/core';
import { SwaggerModule } from '@nestjs/swagger';
import express from 'express';
import { AppModule } from './app.module.js';
import { exactPaths } from './errors/exact-paths.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { createOpenApiDocument } from './openapi.js';
import { requestId } from './request-id.js';
import { ServiceLogger } from './service-logger.js';
import type { Settings } from './settings.js';
import { wholeAnswers } from './whole-answers.js';

/** Builds the application up to, and without, listening. */
export async function createApp(settings: Settings): Promise<NestExpressApplication> {
  const server = express();
  // Before Nest touches it: Express reads this when it makes its router.
  server.set('case sensitive routing', true);
  server.disable('x-powered-by');
  server.disable('etag');

  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(settings),
    new ExpressAdapter(server),
    // The body is read by the route that wants one, within its limits.
    { bodyParser: false, abortOnError: false, logger: new ServiceLogger() },
  );
  app.use(requestId);
  app.use(exactPaths);
  app.use('/docs', wholeAnswers);
  app.useGlobalFilters(new ProblemFilter());
  SwaggerModule.setup('docs', app, () => createOpenApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Sentiment API',
    swaggerOptions: { tryItOutEnabled: false, validatorUrl: null },
  });
  // As process 1 of a container Nest's `process.kill(self)` would be ignored.
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  return app;
}
