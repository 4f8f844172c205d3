import type { ClassifierFigures, DropCause } from '#libs/classification';
import type { FinishedRun } from './scheduling/scheduler.js';

type Counts = Omit<
  ClassifierFigures,
  'queuedTexts' | 'queuedTokens' | 'estimatedWaitMs' | 'modelProcesses' | 'modelProcessesAnswering'
>;

/** The engine's counters; they only grow. */
export class Tallies {
  runs = 0;
  textsRun = 0;
  tokensRun = 0;
  paddedTokensRun = 0;
  runMs = 0;
  textsShared = 0;
  processesLost = 0;
  readonly drops: Record<DropCause, number> = {
    overloaded: 0,
    'deadline-exceeded': 0,
    'client-left': 0,
    'text-refused': 0,
    'text-failed': 0,
  };

  countRun({ texts, tokens, paddedTokens, durationMs }: FinishedRun): void {
    this.runs++;
    this.textsRun += texts;
    this.tokensRun += tokens;
    this.paddedTokensRun += paddedTokens;
    this.runMs += durationMs;
  }

  /** The counters as they stand now. */
  counts(): Counts {
    const { runs, textsRun, tokensRun, paddedTokensRun, runMs, textsShared, processesLost } = this;
    return { runs, textsRun, tokensRun, paddedTokensRun, runMs, textsShared, processesLost, drops: { ...this.drops } };
  }

  countDrop(cause: DropCause): void {
    this.drops[cause]++;
  }
}
