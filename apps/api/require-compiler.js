/**
 * Ends the process with one line when the packages that build the service are missing: an installation with
 * NODE_ENV=production leaves them out. The npm scripts that build run this file first.
 */
import { createRequire } from 'node:module';
import process from 'node:process';

const { resolve } = createRequire(import.meta.url);

/** The path of the Nest CLI, which builds the service. */
export const nestCli = requireCompiler();

function requireCompiler() {
  try {
    resolve('typescript');
    return resolve('@nestjs/cli/bin/nest.js');
  } catch {
    process.stderr.write('The packages that build the service are missing. Run: npm ci --include=dev\n');
    process.exit(1);
  }
}
