/** Why a request or a text was not answered. */
export type DropCause = 'overloaded' | 'deadline-exceeded' | 'client-left' | 'text-refused' | 'text-failed';

/** How long each station took for the text of a request that was answered last, in milliseconds. */
export interface StageTimings {
  readonly tokenizeMs: number;
  readonly queueMs: number;
  readonly runMs: number;
}

/** What the classifier holds and has now. */
export interface InferenceGauges {
  /** Texts that wait now, to be tokenized or to be run. */
  readonly queuedTexts: number;
  /** Their tokens, estimated until a text is tokenized. */
  readonly queuedTokens: number;
  /** Until a text that came now would be run, in milliseconds. */
  readonly estimatedWaitMs: number;
  readonly workers: number;
  readonly responsiveWorkers: number;
  /** Since a model process that had loaded was last heard of, in milliseconds; 0 while the model loads. */
  readonly workerSilenceMs: number;
  /** How much of the room for waiting texts is taken, 0 to 1. */
  readonly queueUtilization: number;
}

/** What the classifier has done since it started; every figure only grows. */
export interface InferenceCounters {
  /** Finished runs, and what was in them. */
  readonly batches: number;
  readonly batchedTexts: number;
  readonly batchedTokens: number;
  /** Tokens, padding included. */
  readonly paddedTokens: number;
  /** Time that model processes spent in runs. */
  readonly runMs: number;
  /** Texts that shared the run of an equal text. */
  readonly deduplicatedTexts: number;
  /**
   * Requests that were turned away (`overloaded`) or given up (`deadline-exceeded`, `client-left`), and of
   * texts without an answer (`text-refused`, `text-failed`).
   */
  readonly drops: Readonly<Record<DropCause, number>>;
  /** Model processes that were lost. */
  readonly workersCrashed: number;
}

/** What the classifier says of itself, for metrics. */
export interface InferenceStats extends InferenceGauges, InferenceCounters {}
