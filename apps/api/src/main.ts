import { handOverSignals } from './shutdown/early-signals.js';
import { Logger } from '@nestjs/common';
import { InferenceEngine } from '#libs/inference';
import { startTracing } from '#libs/observability';
import { createApp } from './app.setup.js';
import { listen } from './http/listen.js';
import { packageInformation } from './config/package-information.js';
import { Settings } from './config/settings.js';
import { Drain } from './shutdown/drain.js';
import { exitAtSecondInterrupt } from './shutdown/second-interrupt.js';
import { exitAtUncaughtErrors } from './shutdown/uncaught-errors.js';

try {
  const settings = new Settings(process.env);
  const logger = new Logger('Sentiment');
  const tracer = await startTracing(process.env, packageInformation.version, logger);
  const app = await createApp(settings, tracer);
  handOverSignals();
  exitAtSecondInterrupt();
  exitAtUncaughtErrors(app.get(Drain), logger);
  logger.log(`listening on ${await listen(app, settings)}, API at /docs`);
  // Listening first: probes and clients get a reason while the model loads, not a refused connection.
  await app.get(InferenceEngine).load();
  logger.log('ready');
} catch (error) {
  process.stderr.write(`cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
