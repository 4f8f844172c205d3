/** Prints every route that Express has, as `[method, path]`, from a service that was composed but does not listen. */
import pino from 'pino';
import { createApp } from '../apps/api/src/app.setup.js';
import { Settings } from '../apps/api/src/config/settings.js';

interface Layer {
  readonly route?: { readonly path: string; readonly stack: readonly { readonly method: string }[] };
}

const app = await createApp(new Settings({}), {
  logger: pino({ level: 'silent' }),
  maxConnections: 1,
  tracer: undefined,
});
await app.init();
const { router } = app.getHttpAdapter().getInstance() as { readonly router: { readonly stack: readonly Layer[] } };
const routes = router.stack.flatMap(({ route }) =>
  route ? route.stack.map(({ method }) => [method.toUpperCase(), route.path]) : [],
);
process.stdout.write(JSON.stringify(routes));
await app.close();
