import type { Clock } from '#libs/clock';
import {
  PredictionError,
  type CacheDirectives,
  type ClassifyContext,
  type PredictionErrorKind,
} from '#libs/prediction';
import type { EventLoopQueue } from '../http/event-loop-queue.js';
import { MIN_BODY_COST } from '../http/create-event-loop-queue.js';
import type { ServiceError } from '../http/errors/request-error.js';
import { formatAnswer, formatFailure } from './line-format.js';
import type { StreamLine } from './line-splitter.js';
import { getLineId, parseLine, type LineId, type LineValue } from './line-value.js';

/** These pass by themselves. A line waits for that, as a client would before it sends the line again. */
const WAITED_FOR: ReadonlySet<PredictionErrorKind> = new Set<PredictionErrorKind>([
  'overloaded',
  'model-loading',
  'model-unavailable',
]);
const DEFAULT_WAIT_MS = 500;
const MAX_WAIT_MS = 1_000;

/** The circumstances of one line. */
export interface LineContext extends ClassifyContext {
  readonly client: string;
  readonly signal: AbortSignal;
}

export interface LineAnswererOptions {
  readonly clock: Clock;
  readonly eventLoopQueue: Pick<EventLoopQueue, 'waitForTurn'>;
  /** The client, for fair shares. */
  readonly client: string;
  /** Time for each line from its entry into the queue of the model, and before that for capacity. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly cache: CacheDirectives | undefined;
  /**
   * Answers a line.
   *
   * @throws PredictionError, RequestError
   */
  answer(value: LineValue, context: LineContext): Promise<object>;
  /** Called for each line that has no answer. @returns the error that the client sees */
  toVisibleError(error: unknown): ServiceError;
}

/** Answers the lines of one stream. The fault of a line is its answer, and does not concern other lines. */
export class LineAnswerer {
  constructor(private readonly options: LineAnswererOptions) {}

  /** @returns the answer as JSON; never rejects */
  async answer(line: StreamLine): Promise<string> {
    const { eventLoopQueue, client } = this.options;
    let id: LineId | undefined;
    try {
      if (!Buffer.isBuffer(line)) throw line;
      const cost = Math.max(MIN_BODY_COST, line.length);
      await eventLoopQueue.waitForTurn({ client, cost }, Number.POSITIVE_INFINITY);
      const value = parseLine(line);
      id = getLineId(value);
      return formatAnswer(id, await this.answerWhenPossible(value));
    } catch (error) {
      return formatFailure(id, this.options.toVisibleError(error));
    }
  }

  /** Tries again while the service has no capacity. The time limit holds for this wait, and then for the answer. */
  private async answerWhenPossible(value: LineValue): Promise<object> {
    const { clock, client, timeoutMs, signal, cache } = this.options;
    const endMs = clock.nowMs() + timeoutMs;
    for (;;) {
      try {
        const deadlineMs = clock.nowMs() + timeoutMs;
        return await this.options.answer(value, { client, deadlineMs, background: true, signal, cache });
      } catch (error) {
        if (!(error instanceof PredictionError) || !WAITED_FOR.has(error.kind)) throw error;
        const waitMs = Math.min(MAX_WAIT_MS, error.estimatedWaitMs ?? DEFAULT_WAIT_MS);
        if (signal.aborted || clock.nowMs() + waitMs > endMs) throw error;
        await new Promise<void>((resolve) => void clock.after(waitMs, resolve));
      }
    }
  }
}
