import type { ClassifierCounters, DropCause } from '#libs/prediction';
import type { FinishedRun } from './batch-cost-model.js';

/** The engine's counters; they only grow. */
export class Tallies {
  private readonly counters = {
    runs: 0,
    textsRun: 0,
    tokensRun: 0,
    paddedTokensRun: 0,
    runMs: 0,
    textsShared: 0,
    processesLost: 0,
    drops: { overloaded: 0, 'deadline-exceeded': 0, 'client-left': 0, 'text-refused': 0, 'text-failed': 0 },
  } satisfies ClassifierCounters;

  countRun({ texts, tokens, paddedTokens, durationMs }: FinishedRun): void {
    const { counters } = this;
    counters.runs++;
    counters.textsRun += texts;
    counters.tokensRun += tokens;
    counters.paddedTokensRun += paddedTokens;
    counters.runMs += durationMs;
  }

  countShared(texts: number): void {
    this.counters.textsShared += texts;
  }

  countLostProcess(): void {
    this.counters.processesLost++;
  }

  countDrop(cause: DropCause): void {
    this.counters.drops[cause]++;
  }

  /** The counters as they stand now. */
  snapshot(): ClassifierCounters {
    return structuredClone(this.counters);
  }
}
