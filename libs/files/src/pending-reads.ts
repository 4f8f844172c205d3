import { writeFileSync } from 'node:fs';
import { systemClock } from '#libs/clock';

/** A read of a small file takes milliseconds. */
const STUCK_AFTER_MS = 1_000;
/** When each pending read began. */
const pendingReads = new Map<Promise<unknown>, number>();
let isExitWatched = false;

/** Keeps account of a read until it ends. @returns the read */
export function followRead<T>(read: Promise<T>): Promise<T> {
  watchExit();
  pendingReads.set(read, systemClock.nowMs());
  return read.finally(() => pendingReads.delete(read));
}

/**
 * Ends the process at its exit when a read is stuck. `process.exit` waits for the threads of libuv (Node 20 and 24), and a
 * thread in a read from a stuck mount does not end. By then everything else is closed.
 */
function watchExit(): void {
  if (isExitWatched) return;
  isExitWatched = true;
  process.on('exit', () => {
    const nowMs = systemClock.nowMs();
    if ([...pendingReads.values()].some((beganMs) => nowMs - beganMs >= STUCK_AFTER_MS)) endAtOnce();
  });
}

/** Ends the process without its exit code: no other way avoids the threads. */
function endAtOnce(): never {
  process.kill(process.pid, 'SIGKILL');
  // Process 1 of a container ignores its own SIGKILL. The memory holds secrets: it must not be in a core dump.
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // There is no such file outside Linux, and there the process has ended.
  }
  process.abort();
}
