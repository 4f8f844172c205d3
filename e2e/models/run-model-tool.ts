import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '#libs/testing';

export interface EndedTool {
  /** Exit code; undefined for 0. */
  readonly code?: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of apps/cli as `npx sentiment <tool>` and `npm run model:<tool>` do. */
export function runModelTool(tool: 'check' | 'compare' | 'evaluate', ...options: string[]): Promise<EndedTool> {
  const main = join(repository, 'dist/apps/cli/src/main.js');
  return promisify(execFile)(process.execPath, [main, tool, ...options]).catch((error: unknown) => error as EndedTool);
}
