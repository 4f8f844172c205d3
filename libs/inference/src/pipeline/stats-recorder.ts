import type { InferenceCounters, DropCause } from '#libs/prediction';
import type { FinishedBatch } from './batch-cost-model.js';

/** The counters of the pipeline and its workers; they only grow. */
export class StatsRecorder {
  private readonly counters = {
    batches: 0,
    batchedInputs: 0,
    batchedTokens: 0,
    paddedTokens: 0,
    runMs: 0,
    earlyExits: 0,
    deduplicatedTexts: 0,
    workersCrashed: 0,
    drops: { overloaded: 0, 'deadline-exceeded': 0, 'client-left': 0, 'text-refused': 0, 'text-failed': 0 },
  } satisfies InferenceCounters;

  /** @param earlyExits inputs that left the model early */
  recordBatch({ inputs, tokens, paddedTokens, durationMs }: FinishedBatch, earlyExits: number): void {
    const { counters } = this;
    counters.batches++;
    counters.batchedInputs += inputs;
    counters.batchedTokens += tokens;
    counters.paddedTokens += paddedTokens;
    counters.runMs += durationMs;
    counters.earlyExits += earlyExits;
  }

  recordDeduplicated(texts: number): void {
    this.counters.deduplicatedTexts += texts;
  }

  recordCrash(): void {
    this.counters.workersCrashed++;
  }

  recordDrop(cause: DropCause): void {
    this.counters.drops[cause]++;
  }

  /** @returns a copy of the counters */
  snapshot(): InferenceCounters {
    return structuredClone(this.counters);
  }
}
