import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Parts of Nest that tell at every start what the sources say already. */
const QUIET_CONTEXTS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/**
 * Nest's logger over pino. Takes sentences and the name of who says them; anything else that is passed, such as an
 * error with its stack, may hold a request's text and is left out.
 */
export class PinoLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    if (!QUIET_CONTEXTS.has(findContext(rest))) this.write('info', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  private write(level: 'info' | 'warn' | 'error' | 'fatal' | 'debug' | 'trace', message: unknown, rest: unknown[]) {
    const sentence = typeof message === 'string' ? message : toName(message);
    this.pino[level]({ context: findContext(rest) }, sentence);
  }
}

/** Nest passes it last, where it passes one; else a stack may stand there. */
function findContext(rest: readonly unknown[]): string {
  const last = rest.at(-1);
  return typeof last === 'string' && /^[\w ]{1,64}$/.test(last) ? last : '';
}

function toName(message: unknown): string {
  return message instanceof Error ? message.name : 'a message that is not a text';
}
