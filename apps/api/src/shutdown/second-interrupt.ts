/** What a shell says of a program that Ctrl+C ended: 128 and the signal's number. */
const INTERRUPTED_EXIT_CODE = 130;

/** Whoever presses Ctrl+C twice does not want to wait for anything. */
export function exitAtSecondInterrupt(): void {
  process.once('SIGINT', () => {
    process.on('SIGINT', () => process.exit(INTERRUPTED_EXIT_CODE));
  });
}
