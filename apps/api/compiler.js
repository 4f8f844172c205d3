/**
 * Where the compiler is. npm leaves it out with `NODE_ENV=production` and with `--omit=dev`, and a shell then says no more
 * than `tsc: not found`. This module ends the process with one line that says what to install, and code 1.
 *
 * `node apps/api/compiler.js` before a command that compiles does only that.
 */
import { createRequire } from 'node:module';
import process from 'node:process';

function findCompiler() {
  const { resolve } = createRequire(import.meta.url);
  try {
    return resolve('typescript/bin/tsc');
  } catch {
    process.stderr.write('the compiler, a development package, is not installed: run npm ci --include=dev\n');
    process.exit(1);
  }
}

/** Path of the program `tsc`. */
export const COMPILER = findCompiler();
