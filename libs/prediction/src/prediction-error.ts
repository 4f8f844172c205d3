import type { CacheLookup } from './cache-lookup.js';

/** Every way in which a classifier refuses or fails a whole request. */
export type PredictionErrorKind =
  'model-loading' | 'model-unavailable' | 'overloaded' | 'deadline-exceeded' | 'client-left';

export interface PredictionErrorOptions {
  /** Seconds after which a retry makes sense. */
  readonly retryAfterSeconds?: number | undefined;
  /** Estimated time until the work would have been done, in milliseconds. */
  readonly estimatedWaitMs?: number | undefined;
  /** What the cache held before the request failed. */
  readonly lookup?: CacheLookup | undefined;
}

/** The error type of the domain. `message` is shown to clients: it holds no text of a request. */
export class PredictionError extends Error {
  override readonly name = 'PredictionError';
  readonly retryAfterSeconds: number | undefined;
  readonly estimatedWaitMs: number | undefined;
  readonly lookup: CacheLookup | undefined;

  constructor(
    readonly kind: PredictionErrorKind,
    message: string,
    options: PredictionErrorOptions = {},
  ) {
    super(message);
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.estimatedWaitMs = options.estimatedWaitMs;
    this.lookup = options.lookup;
  }

  /** The same error with what the cache held. A copy, because several requests may share one error. */
  withLookup(lookup: CacheLookup): PredictionError {
    const { kind, message, retryAfterSeconds, estimatedWaitMs } = this;
    return new PredictionError(kind, message, { retryAfterSeconds, estimatedWaitMs, lookup });
  }
}

/** @returns the error of a request that arrives before the model is loaded */
export function modelLoadingError(): PredictionError {
  return new PredictionError('model-loading', 'The model is still loading.', { retryAfterSeconds: 1 });
}

/**
 * @param waitMs estimated time until the work would be done, in milliseconds
 * @returns the error of a request that is refused because its answer would come too late, or needs too much memory
 */
export function overloadedError(waitMs: number): PredictionError {
  return new PredictionError('overloaded', 'The service has more work than it can do in time. Try again later.', {
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
    estimatedWaitMs: Math.ceil(waitMs),
  });
}
