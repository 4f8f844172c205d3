import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '#libs/testing';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of `sentiment classify` as a process of its own. */
export interface SentimentProcess {
  readonly ended: Promise<Ended>;
  /** What it wrote to the standard error so far. */
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
}

/** @param stdin the whole standard input */
export function startClassify(args: readonly string[], stdin = ''): SentimentProcess {
  const child = spawn(process.execPath, [join(repository, 'apps/cli/sentiment.js'), 'classify', ...args]);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(stdin);
  return {
    ended: new Promise((resolve) => {
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    }),
    stderr: () => stderr,
    kill: (signal) => child.kill(signal),
  };
}

/** Waits until a file has more bytes. @throws Error when it does not grow so far within 60 s */
export async function untilLarger(path: string, bytes: number): Promise<void> {
  const giveUpMs = performance.now() + 60_000;
  while ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= bytes) {
    if (performance.now() > giveUpMs) throw new Error(`${path} does not have more than ${bytes} bytes`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
