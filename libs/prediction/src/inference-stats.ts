/** Why a request or a text was not answered. */
export type DropCause = 'overloaded' | 'deadline-exceeded' | 'client-left' | 'text-refused' | 'text-failed';

/** The present load of the inference pipeline and the state of its workers. */
export interface InferenceGauges {
  /** Inputs of the model in the queues, before tokenization and before their batch: texts, and windows of long texts. */
  readonly queuedInputs: number;
  /** Tokens of the queued inputs, estimated until their text is tokenized. */
  readonly queuedTokens: number;
  /** Estimated time until a text that arrives now would be run, in milliseconds. */
  readonly estimatedWaitMs: number;
  /** Workers that the CPU budget asks for. */
  readonly workers: number;
  /** Workers that would run a batch now. */
  readonly responsiveWorkers: number;
  /** Time since the last heartbeat of any worker that had loaded the model, in milliseconds; 0 while the model loads. */
  readonly workerSilenceMs: number;
  /** Share of the queue's capacity that is taken, 0 to 1. */
  readonly queueUtilization: number;
}

/** What the inference pipeline has done since it started; every number only grows. */
export interface InferenceCounters {
  /** Batches that were run to their end. */
  readonly batches: number;
  /** Inputs in those batches: texts, and windows of long texts. */
  readonly batchedInputs: number;
  readonly batchedTokens: number;
  /** Tokens of all batches, padding included. */
  readonly paddedTokens: number;
  /** Time that workers spent in runs, in milliseconds. */
  readonly runMs: number;
  /** Inputs that left the model after its first layers; 0 for a model without an early exit. */
  readonly earlyExits: number;
  /** Texts that shared the run of an equal text. */
  readonly deduplicatedTexts: number;
  /**
   * Requests that were refused (`overloaded`) or given up (`deadline-exceeded`, `client-left`), and texts without an
   * answer (`text-refused`, `text-failed`).
   */
  readonly drops: Readonly<Record<DropCause, number>>;
  /** Workers that ended or were killed, other than by a shutdown. */
  readonly workersCrashed: number;
}

export interface InferenceStats extends InferenceGauges, InferenceCounters {}

/** The port that reports what the inference pipeline does, for metrics and probes; also the injection token. */
export abstract class InferenceStatistics {
  /** A snapshot. */
  abstract readonly stats: InferenceStats;
}
