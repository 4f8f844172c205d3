/** The exit code of a program that SIGPIPE ends, as shells have it. Node ignores the signal, and a write fails instead. */
export const BROKEN_PIPE = 141;

/** Whether a write failed because the reader of the standard output has ended, as `head` does. */
export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE' && !('path' in error);
}
