/**
 * Bundles the packages that draw the plots of `sentiment report` into one file of `dist`, in the place of the file that the compiler wrote.
 * The whole packages would take 5 MB of the image. Their licences are written beside it.
 */
import { join } from 'node:path';
import { build } from 'vite';

const FOLDER = 'apps/cli/src/report/plots';
const repository = join(import.meta.dirname, '../..');

await build({
  configFile: false,
  root: repository,
  publicDir: false,
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: join(repository, 'dist', FOLDER),
    emptyOutDir: false,
    minify: true,
    target: 'node20',
    license: { fileName: 'plot-library.licenses.md' },
    rollupOptions: {
      input: join(repository, FOLDER, 'plot-library.ts'),
      output: { entryFileNames: 'plot-library.js' },
    },
    reportCompressedSize: false,
  },
});
