import pino, { type DestinationStream, type Logger } from 'pino';
import { prettyFactory } from 'pino-pretty';

/** In pino's order, most urgent first. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What is kept for a reader of the log who does not read. Past it lines are dropped: a log must not stop a service. */
const MAX_WAITING_BYTES = 1024 * 1024;

export interface LoggerOptions {
  readonly level: LogLevel;
  /** For people: a line in colour and words instead of JSON. */
  readonly isPretty: boolean;
}

/** A write costs as much as the rest of a line: they are written some at a time, and none waits for long. */
const WRITE_BYTES = 4_096;
const WRITE_INTERVAL_MS = 100;

/** Lines to standard output, written when the event loop has time, and before the process ends. */
export function standardOutput(): DestinationStream {
  return pino.destination({
    dest: 1,
    sync: false,
    minLength: WRITE_BYTES,
    periodicFlush: WRITE_INTERVAL_MS,
    maxLength: MAX_WAITING_BYTES,
  });
}

/** A logger of JSON lines: `level`, `time`, whatever an event has, `msg`. */
export function createLogger({ level, isPretty }: LoggerOptions, destination: DestinationStream): Logger {
  return pino(
    {
      level,
      // Neither process id nor host: whoever collects the lines knows where they come from.
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    isPretty ? prettily(destination) : destination,
  );
}

function prettily(destination: DestinationStream): DestinationStream {
  const pretty = prettyFactory({ colorize: true, singleLine: true, translateTime: 'HH:MM:ss.l' });
  return { write: (line) => destination.write(pretty(line)) };
}
