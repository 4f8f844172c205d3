import { startSentiment, type Ended, type ProcessOptions } from './sentiment-process.js';

const POLL_INTERVAL_MS = 20;

export interface RunOptions extends ProcessOptions {
  /** Sends a signal some milliseconds after `isDue` was true for the first time. */
  readonly kill?: { readonly signal: NodeJS.Signals; readonly isDue: () => boolean; readonly afterMs: number };
}

/** Runs `sentiment classify` to its end. */
export function runClassify(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return runSentiment(['classify', ...args], options);
}

/** Runs `sentiment` to its end. @param args the name of a command, and its arguments */
export async function runSentiment(args: readonly string[], { kill, ...options }: RunOptions = {}): Promise<Ended> {
  const sentiment = startSentiment(args, options);
  const timer = setInterval(() => {
    if (!kill?.isDue()) return;
    clearInterval(timer);
    setTimeout(() => {
      sentiment.kill(kill.signal);
    }, kill.afterMs);
  }, POLL_INTERVAL_MS);
  try {
    return await sentiment.ended;
  } finally {
    clearInterval(timer);
  }
}
