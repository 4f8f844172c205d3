/** Why a request or a text was not answered. */
export type DropCause = 'overloaded' | 'deadline-exceeded' | 'client-left' | 'text-refused' | 'text-failed';

/** How long each station took for the text of a request that was answered last, in milliseconds. */
export interface Phases {
  readonly tokenizeMs: number;
  readonly queueMs: number;
  readonly runMs: number;
}

/** What the classifier says of itself, for metrics. Counters only grow. */
export interface ClassifierFigures {
  /** Texts that wait now, to be tokenized or to be run. */
  readonly queuedTexts: number;
  /** Their tokens, estimated until a text is tokenized. */
  readonly queuedTokens: number;
  /** Until a text that came now would be run, in milliseconds. */
  readonly estimatedWaitMs: number;
  readonly modelProcesses: number;
  readonly modelProcessesAnswering: number;
  /** Counters of finished runs: runs, and what was in them. */
  readonly runs: number;
  readonly textsRun: number;
  readonly tokensRun: number;
  /** Tokens, padding included. */
  readonly paddedTokensRun: number;
  /** Time that model processes spent in runs. */
  readonly runMs: number;
  /** Counter of texts that shared the run of an equal text. */
  readonly textsShared: number;
  /**
   * Counters of requests that were turned away (`overloaded`) or given up (`deadline-exceeded`, `client-left`), and of
   * texts without an answer (`text-refused`, `text-failed`).
   */
  readonly drops: Readonly<Record<DropCause, number>>;
  /** Counter of model processes that were lost. */
  readonly processesLost: number;
}
