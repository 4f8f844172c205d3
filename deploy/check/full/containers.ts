import { runTool } from '../tools.js';

export const IMAGE = process.env.DEPLOY_IMAGE ?? 'localhost/sentiment:dev';

/** The options of a container manifest that podman supports. */
export interface ContainerOptions {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cpus: number;
  readonly memoryBytes: number;
  /** Further arguments for `podman run`. */
  readonly args?: readonly string[];
}

/** @throws Error with the output of podman */
export async function podman(...args: readonly string[]): Promise<string> {
  const { exitCode, output } = await runTool('podman', args);
  if (exitCode !== 0) throw new Error(`podman ${args.join(' ')}: ${output}`);
  return output.trim();
}

/** Starts a container with the restrictions of the Deployment: numeric user, only /tmp writable, no capabilities. */
export async function startContainer({ name, env, cpus, memoryBytes, args = [] }: ContainerOptions): Promise<void> {
  await podman('rm', '--force', '--ignore', name);
  await podman(
    ...['run', '--detach', '--name', name, '--pull', 'never', '--network', 'host'],
    ...['--read-only', '--tmpfs', '/tmp:size=64m', '--user', '65532:65532', '--pids-limit', '256'],
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...['--cpus', String(cpus), '--memory', String(memoryBytes)],
    ...Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    ...args,
    IMAGE,
  );
}
