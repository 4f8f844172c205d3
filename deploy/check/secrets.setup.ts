import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { deploy } from './tools.js';

/** The overlays hold secrets from files that git does not know: a fresh clone has none until somebody makes them. */
export function setup(): void {
  execFileSync(join(deploy, 'generate-secrets.sh'));
}
