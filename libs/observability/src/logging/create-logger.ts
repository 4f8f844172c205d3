import pino, { type DestinationStream, type Logger } from 'pino';
import { prettyFactory } from 'pino-pretty';

/** In pino's order, most urgent first. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  readonly level: LogLevel;
  /** For people: a line in colour and words instead of JSON. */
  readonly isPretty: boolean;
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
