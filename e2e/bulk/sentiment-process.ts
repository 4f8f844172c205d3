import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '#libs/testing';

/** The program of the command. */
export const SENTIMENT = join(repository, 'apps/cli/sentiment.js');

/** How a command of `sentiment` ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of `sentiment` as a process of its own. */
export interface SentimentProcess {
  readonly ended: Promise<Ended>;
  /** What it wrote to the standard error so far. */
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
}

export interface ProcessOptions {
  /** The whole standard input. */
  readonly stdin?: string | Buffer;
  readonly cwd?: string;
  /** Largest size of a file that the process may write, in KiB. */
  readonly maxFileKib?: number;
}

/** @param args the name of a command, and its arguments */
export function startSentiment(
  args: readonly string[],
  { stdin = '', cwd, maxFileKib }: ProcessOptions = {},
): SentimentProcess {
  const command = [SENTIMENT, ...args];
  const child =
    maxFileKib === undefined
      ? spawn(process.execPath, command, { cwd })
      : spawn('bash', ['-c', `ulimit -f ${maxFileKib}; exec "$@"`, 'bash', process.execPath, ...command], { cwd });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(stdin);
  return {
    ended: new Promise((resolve) => {
      child.on('close', (code, signal) => {
        resolve({ code, signal, stdout, stderr });
      });
    }),
    stderr: () => stderr,
    kill: (signal) => child.kill(signal),
  };
}

/** @param stdin the whole standard input */
export function startClassify(args: readonly string[], stdin = ''): SentimentProcess {
  return startSentiment(['classify', ...args], { stdin });
}

/** Whether a file exists and has more bytes. */
export function isLarger(path: string, bytes: number): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? -1) > bytes;
}

/** Waits until a file has more bytes. @throws Error when it does not grow so far within 60 s */
export async function untilLarger(path: string, bytes: number): Promise<void> {
  const giveUpMs = performance.now() + 60_000;
  while (!isLarger(path, bytes)) {
    if (performance.now() > giveUpMs) throw new Error(`${path} does not have more than ${bytes} bytes`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
