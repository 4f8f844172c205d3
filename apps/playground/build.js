/** Builds the playground into `dist/apps/playground`, which the service reads when it starts. */
import { join } from 'node:path';
import { build, defaultClientConditions } from 'vite';

await build({
  configFile: false,
  root: import.meta.dirname,
  // Relative: a gateway may serve the service under a path prefix.
  base: './',
  logLevel: 'warn',
  // `#libs/client` resolves to its sources.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: join(import.meta.dirname, '../../dist/apps/playground'),
    emptyOutDir: true,
    assetsDir: 'playground/assets',
    // Each asset is a file: the Content-Security-Policy of the page allows no inline script and no inline style.
    assetsInlineLimit: 0,
    modulePreload: false,
    target: 'es2023',
    reportCompressedSize: false,
  },
});
