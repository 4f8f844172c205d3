/** Exit codes of a process that a signal ended, as shells have them. */
export const SIGNAL_EXIT_CODES: ReadonlyMap<NodeJS.Signals, number> = new Map([
  ['SIGINT', 130],
  ['SIGTERM', 143],
]);
