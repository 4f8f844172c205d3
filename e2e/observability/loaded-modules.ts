/** Preloaded into a service by a test (`node --import`): at its end it writes which CommonJS modules it has loaded. */
import { createRequire } from 'node:module';

const { cache } = createRequire(import.meta.url);

process.on('exit', () => {
  process.stderr.write(`loaded: ${Object.keys(cache).join(' ')}\n`);
});
