import type { LoggerService } from '@nestjs/common';
import { errorLocation } from '../http/errors/error-location.js';
import type { Drain } from './drain.js';

/** For the answers of requests that have nothing to do with the error. */
const ANSWER_LIMIT_MS = 2_000;

/**
 * An error that nobody caught, or a rejection, leaves the process in a state that nobody knows: it takes no new
 * connections, answers what runs while the limit lasts, and exits with 1.
 */
export function exitAtUncaughtErrors(drain: Drain, logger: LoggerService): void {
  process.once('uncaughtException', (error) => {
    // What goes wrong from here on is a consequence.
    process.on('uncaughtException', () => {});
    setTimeout(() => process.exit(1), ANSWER_LIMIT_MS);
    logger.fatal?.(`exiting after an uncaught error: ${errorLocation(error)}`);
    void drain.stopAccepting().then(() => process.exit(1));
  });
}
