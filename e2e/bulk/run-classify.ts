import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '#libs/testing';

const SENTIMENT = join(repository, 'apps/cli/sentiment.js');
const POLL_INTERVAL_MS = 20;

/** How a command of `sentiment` ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string | Buffer;
  readonly cwd?: string;
  /** Sends a signal some milliseconds after `isDue` was true for the first time. */
  readonly kill?: { readonly signal: NodeJS.Signals; readonly isDue: () => boolean; readonly afterMs: number };
  /** Largest size of a file that the process may write, in KiB. */
  readonly maxFileKib?: number;
}

/** Runs `sentiment classify` as a process of its own. */
export function runClassify(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return runSentiment(['classify', ...args], options);
}

/** Runs `sentiment` as a process of its own. @param args the name of a command, and its arguments */
export function runSentiment(
  args: readonly string[],
  { stdin, cwd, kill, maxFileKib }: RunOptions = {},
): Promise<Ended> {
  const command = [process.execPath, SENTIMENT, ...args];
  const child =
    maxFileKib === undefined
      ? spawn(command[0] ?? '', command.slice(1), { cwd })
      : spawn('bash', ['-c', `ulimit -f ${maxFileKib}; exec "$@"`, 'bash', ...command]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(stdin ?? '');
  const timer = setInterval(() => {
    if (!kill?.isDue()) return;
    clearInterval(timer);
    setTimeout(() => child.kill(kill.signal), kill.afterMs);
  }, POLL_INTERVAL_MS);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(timer);
      resolve({ code, signal, stdout, stderr });
    });
  });
}
