/**
 * Builds the client as a package for npm: ESM and CJS with their types, without dependencies. Writes it to the folder of the first
 * argument, or to `dist/client-package`, and prints the path of the tarball.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import process from 'node:process';
import { build } from 'vite';

const repository = join(import.meta.dirname, '../../..');
const [folder = join(repository, 'dist/client-package')] = process.argv.slice(2);
const types = join(folder, 'types');
const files = join(folder, 'files');
const RELATIVE_IMPORT = /(\bfrom |\bimport\()(['"])(\.{1,2}\/[^'"]+)\.js\2/g;

// The folder of an argument may hold other files.
for (const path of [types, files]) rmSync(path, { recursive: true, force: true });
mkdirSync(files, { recursive: true });
await buildCode();
buildTypes();
writeManifest();
copyFileSync(join(import.meta.dirname, 'README.md'), join(files, 'README.md'));
copyFileSync(join(repository, 'LICENSE'), join(files, 'LICENSE'));
const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder]));
process.stdout.write(`${join(folder, filename)}\n`);

async function buildCode() {
  await build({
    configFile: false,
    root: repository,
    logLevel: 'warn',
    build: {
      outDir: files,
      target: 'es2022',
      minify: false,
      lib: {
        entry: join(import.meta.dirname, '../src/index.ts'),
        formats: ['es', 'cjs'],
        fileName: (format) => (format === 'es' ? 'index.js' : 'index.cjs'),
      },
    },
  });
}

/** Writes the types that the entry needs, for ESM and again for CJS. */
function buildTypes() {
  const compiler = join(repository, 'node_modules/typescript/bin/tsc');
  run(process.execPath, [compiler, '--project', import.meta.dirname, '--outDir', types]);
  const paths = new Set(['index']);
  // A set visits what is added during the visit.
  for (const path of paths) {
    const text = readFileSync(join(types, `${path}.d.ts`), 'utf8');
    for (const [, , , target] of text.matchAll(RELATIVE_IMPORT)) paths.add(posix.join(posix.dirname(path), target));
    writeFile(`${path}.d.ts`, text);
    writeFile(`${path}.d.cts`, text.replaceAll(RELATIVE_IMPORT, '$1$2$3.cjs$2'));
  }
}

function writeManifest() {
  const { version, license, engines } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const manifest = {
    name: '@sentiment-service/client',
    version,
    description: 'Client of the sentiment service: texts, documents and streams, for Node, browsers and edge runtimes',
    license,
    type: 'module',
    sideEffects: false,
    engines,
    main: './index.cjs',
    types: './index.d.cts',
    exports: {
      '.': {
        import: { types: './index.d.ts', default: './index.js' },
        require: { types: './index.d.cts', default: './index.cjs' },
      },
      './package.json': './package.json',
    },
  };
  writeFile('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
}

function writeFile(path, text) {
  mkdirSync(dirname(join(files, path)), { recursive: true });
  writeFileSync(join(files, path), text);
}

function run(program, args) {
  return execFileSync(program, args, { cwd: files, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
