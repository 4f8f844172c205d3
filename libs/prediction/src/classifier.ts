import type { InferenceStats, StageTimings } from './inference-stats.js';
import type { ModelDescription } from './model-description.js';
import type { Classification } from './prediction.js';

/** Where the classifier stands. `reason` is a sentence for operators and clients. */
export type ClassifierState =
  | { readonly status: 'loading'; readonly reason: string }
  | { readonly status: 'ready' }
  | { readonly status: 'unavailable'; readonly reason: string };

/** The circumstances of one call. */
export interface ClassifyContext {
  /** Time for the whole answer, from now. */
  readonly timeoutMs: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** Told once, when the last text is answered. */
  readonly onTimings?: (phases: StageTimings) => void;
}

/** The port through which everything else asks for classifications; also the injection token. */
export abstract class Classifier {
  /** Whether the model would answer now. Reads variables, does no work. */
  abstract readonly state: ClassifierState;

  /**
   * The loaded model.
   * @throws ServiceError `model-loading` until it is known
   */
  abstract readonly model: ModelDescription;

  abstract readonly stats: InferenceStats;

  /**
   * Refuses whoever comes now with this much time, before his texts are known: as cheap as it can be.
   * @param timeoutMs infinite for a request that may turn out not to need the model: it needs room all the same
   * @param bodyBytes what he brings, as far as he says
   * @returns to be called, once, when he has his answer or is gone
   * @throws ServiceError `overloaded`, `model-loading`; `model-unavailable` when the time is finite
   */
  abstract admit(timeoutMs: number, bodyBytes: number): () => void;

  /**
   * Classifies texts; the outcomes are in the order of the texts, one each. No outcome depends on a neighbour.
   * @throws ServiceError `model-loading` or `model-unavailable` when no model process can be had, `overloaded` when
   * the work could not be done in time, `deadline-exceeded` when it was not, `client-left`
   */
  abstract classify(texts: readonly string[], call: ClassifyContext): Promise<Classification[]>;
}
