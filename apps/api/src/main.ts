import { Logger } from '@nestjs/common';
import { InferenceEngine } from '#libs/inference';
import { createApp } from './app.setup.js';
import { Settings } from './settings.js';

try {
  const settings = new Settings(process.env);
  const app = await createApp(settings);
  await app.listen(settings.PORT, settings.HOST);
  new Logger('Sentiment').log(`listening on ${await app.getUrl()}, API at /docs`);
  // Listening first: probes and clients get a reason while the model loads, not a refused connection.
  await app.get(InferenceEngine).load();
  new Logger('Sentiment').log('ready');
} catch (error) {
  process.stderr.write(`cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
