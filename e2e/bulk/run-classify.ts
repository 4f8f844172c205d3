import { startSentiment, type Ended, type ProcessOptions } from './sentiment-process.js';

const POLL_INTERVAL_MS = 5;

export interface RunOptions extends ProcessOptions {
  /** Sends a signal as soon as `isDue` is true. Progress decides, not time: a fast machine would be done before a time was over. */
  readonly kill?: { readonly signal: NodeJS.Signals; readonly isDue: (stderr: string) => boolean };
}

/** Runs `sentiment classify` to its end. */
export function runClassify(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return runSentiment(['classify', ...args], options);
}

/** Runs `sentiment` to its end. @param args the name of a command, and its arguments */
export async function runSentiment(args: readonly string[], { kill, ...options }: RunOptions = {}): Promise<Ended> {
  const sentiment = startSentiment(args, options);
  const timer = setInterval(() => {
    if (!kill?.isDue(sentiment.stderr())) return;
    clearInterval(timer);
    sentiment.kill(kill.signal);
  }, POLL_INTERVAL_MS);
  try {
    return await sentiment.ended;
  } finally {
    clearInterval(timer);
  }
}
