import { systemClock } from '#libs/clock';
import { EventLoopQueue } from './event-loop-queue.js';

/**
 * The cost of work is counted in bytes of bodies. In one turn sixteen bodies of one text are parsed and answered, or one of a
 * thousand short texts: some milliseconds. Dividing 4,096 characters of a text into sentences takes as long.
 */
const BYTES_PER_TURN = 4_096;

/** The work until the body of a request is read: 32 requests begin in one turn. */
export const REQUEST_COST = 128;
/** A page of metrics takes as long as some requests. */
export const METRICS_COST = 512;
/** The work for the smallest body. */
export const MIN_BODY_COST = 256;

/** The queue for the event loop of this process. */
export function createEventLoopQueue(): EventLoopQueue {
  return new EventLoopQueue({
    clock: systemClock,
    afterSockets: (action) => void setImmediate(action),
    costPerTurn: BYTES_PER_TURN,
  });
}
