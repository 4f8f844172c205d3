import type { CacheDirectives, CacheLookup } from './cache-lookup.js';
import type { ModelDescription } from './model-description.js';
import type { TextOutcome } from './prediction.js';

/** The circumstances of one call. */
export interface ClassifyContext {
  /** The client, for fair shares between clients; undefined for calls that no client makes. */
  readonly client?: string | undefined;
  /** When the whole answer is due, in the milliseconds of the service's clock. */
  readonly deadlineMs: number;
  /** Whether the text is one of a long series, as in a stream. Such texts do not make other requests wait for large batches. */
  readonly background?: boolean | undefined;
  /** Aborted when the client no longer waits for the answer. */
  readonly signal?: AbortSignal | undefined;
  /** What a cache may do with the texts; undefined when the caller wants no cache. */
  readonly cache?: CacheDirectives | undefined;
}

/** How long each stage took for the text of a request that was answered last. */
export interface StageTimings {
  readonly tokenizeMs: number;
  readonly queueMs: number;
  readonly runMs: number;
  /** End of the last run, in the milliseconds of the service's clock. */
  readonly endedMs: number;
}

/** The answer to one call. */
export interface ClassificationResult {
  /** One outcome for each text, in the order of the texts. */
  readonly outcomes: readonly TextOutcome[];
  /** The model that answered: it gives the logits their meaning. */
  readonly model: ModelDescription;
  /** Undefined when the cache answered every text. */
  readonly timings: StageTimings | undefined;
  /** Undefined when no cache took part. */
  readonly lookup: CacheLookup | undefined;
}

/** The port through which every route classifies texts; also the injection token. */
export abstract class Classifier {
  /**
   * Classifies texts. The outcome of a text does not depend on the other texts.
   *
   * @throws PredictionError `model-loading` or `model-unavailable` when no worker can run the model, `overloaded` when
   * the work cannot be done by the deadline, `deadline-exceeded` when it was not, `client-left` when the signal was aborted
   */
  abstract classify(texts: readonly string[], context: ClassifyContext): Promise<ClassificationResult>;
}
