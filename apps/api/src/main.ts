import { Logger } from '@nestjs/common';
import { InferenceEngine } from '#libs/inference';
import { createApp } from './app.setup.js';
import { listen } from './listen.js';
import { Settings } from './settings.js';

try {
  const logger = new Logger('Sentiment');
  const settings = new Settings(process.env);
  const app = await createApp(settings);
  logger.log(`listening on ${await listen(app, settings)}, API at /docs`);
  // Listening first: probes and clients get a reason while the model loads, not a refused connection.
  await app.get(InferenceEngine).load();
  logger.log('ready');
} catch (error) {
  process.stderr.write(`cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
