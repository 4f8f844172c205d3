import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { deploy } from './tools.js';

/** Generates the secret files of the components secrets and api-keys: git ignores these files, so a fresh clone has none. */
export function setup(): void {
  execFileSync(join(deploy, 'generate-secrets.sh'), { env: { ...process.env, KUBE_CONTEXT: 'none' } });
}
