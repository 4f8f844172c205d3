import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export const repository = join(import.meta.dirname, '../..');
export const deploy = join(repository, 'deploy');

/** The target folder of install-tools.sh. */
export const toolsFolder = process.env.DEPLOY_TOOLS ?? join(repository, '.tools');

if (!existsSync(join(toolsFolder, 'bin'))) {
  throw new Error('the tools are not installed: run deploy/check/install-tools.sh, or npm run deploy:check');
}

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  /** Standard output and standard error. */
  readonly output: string;
}

const path = [join(toolsFolder, 'bin'), join(toolsFolder, 'python/bin'), process.env.PATH].join(delimiter);

/**
 * Runs a tool and waits for its exit.
 *
 * @throws Error when the tool cannot be started, for example because it is missing
 */
export async function runTool(
  name: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): Promise<Ran> {
  const { cwd = repository, env = {} } = options;
  try {
    const { stdout, stderr } = await promisify(execFile)(name, args, {
      cwd,
      // The scripts ask no cluster of the person who runs the tests.
      env: { ...process.env, PATH: path, KUBE_CONTEXT: 'none', ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return { exitCode: 0, stdout, output: stdout + stderr };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { exitCode: code, stdout, output: stdout + stderr };
  }
}
