import { isatty } from 'node:tty';
import { Logger } from '@nestjs/common';
import { InferenceEngine } from '#libs/inference';
import { createLogger, PinoLogger, standardOutput, startTracing } from '#libs/observability';
import { createApp } from './app.setup.js';
import { limitConnectionsByFiles } from './config/open-files.js';
import { readPackageInformation } from './config/package-information.js';
import { findEmptyFileSettings, Settings } from './config/settings.js';
import { listen } from './http/listen.js';
import { Drain } from './shutdown/drain.js';
import { handOverSignals } from './shutdown/early-signals.js';
import { logIgnoredSignals } from './shutdown/ignored-signals.js';
import { exitAtSecondInterrupt } from './shutdown/second-interrupt.js';
import { exitAtUncaughtErrors } from './shutdown/uncaught-errors.js';

const STANDARD_OUTPUT = 1;

/**
 * Starts the service: reads the settings, listens, and loads the model.
 *
 * @param openFileLimit the number of files that the process may have open
 * @throws SettingsError, ModelFolderError or Error, with a message of one line
 */
export async function startService(environment: NodeJS.ProcessEnv, openFileLimit: number): Promise<void> {
  const settings = new Settings(environment);
  const requestLogger = createLogger(
    { level: settings.LOG_LEVEL, isPretty: isatty(STANDARD_OUTPUT) },
    standardOutput(),
  );
  // Before anything logs: Nest's own logger writes no JSON.
  Logger.overrideLogger(new PinoLogger(requestLogger));
  const logger = new Logger('Sentiment');
  for (const name of findEmptyFileSettings(environment)) logger.warn(`${name} is empty and counts as not set`);
  const maxConnections = limitConnectionsByFiles(settings.MAX_CONNECTIONS, openFileLimit);
  if (maxConnections < settings.MAX_CONNECTIONS) {
    logger.warn(
      `MAX_CONNECTIONS is lowered to ${maxConnections}: the limit of open files (ulimit -n) is ${openFileLimit}`,
    );
  }
  const tracer = await startTracing(environment, readPackageInformation().version, logger);
  const app = await createApp(settings, { logger: requestLogger, maxConnections, tracer });
  handOverSignals();
  logIgnoredSignals(logger);
  exitAtSecondInterrupt();
  exitAtUncaughtErrors(app.get(Drain), logger);
  logger.log(`listening on ${await listen(app, settings)}, documentation of the API at /docs`);
  // Listening first: probes and clients get a reason while the model loads, not a refused connection.
  await app.get(InferenceEngine).load();
  logger.log('ready');
}
