/**
 * Imported before everything else: process 1 of a container ignores a signal that nobody listens to, and would go on
 * starting until it is killed.
 */
function exit(): void {
  process.exit(0);
}

process.once('SIGTERM', exit);

/** To be called when somebody else listens. */
export function handOverSignals(): void {
  process.removeListener('SIGTERM', exit);
}
