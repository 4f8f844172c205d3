#!/usr/bin/env node
/**
 * The command `sentiment` (`npx sentiment` in a clone). Builds the service when there is no build; `npm run build` renews it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const repository = join(import.meta.dirname, '../..');
const main = join(repository, 'dist/apps/cli/src/main.js');

if (!existsSync(main)) {
  // The output of the build is no output of the command.
  const stdio = ['ignore', process.stderr, process.stderr];
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: repository, stdio });
  if (status !== 0) process.exit(status ?? 1);
}
await import(main);
