import type { Workload } from './workload.js';

/** A run that ended well. */
export interface FinishedBatch extends Workload {
  /** Tokens of the batch, padding included. */
  readonly paddedTokens: number;
  readonly durationMs: number;
}

/** Share of the past that each run leaves in the memory: the last hundred runs weigh most. */
const MEMORY = 0.99;
/** A run that took this many times what was expected, and more than the floor, was a pause and not a run. */
const LARGEST_SURPRISE = 10;
const SURPRISE_FLOOR_MS = 50;
/** Runs of known cost that stand in for experience until there is some: 1 ms and 0.1 ms a token, on a slow core. */
const FIRST_GUESS = [
  { tokens: 10, durationMs: 2 },
  { tokens: 500, durationMs: 51 },
];
/** Against a run's weight of 1: experience soon outweighs the guess. */
const GUESS_WEIGHT = 0.05;

/**
 * What a run costs: `fixed + perToken · padded tokens`, learned from the runs themselves by least squares in which
 * old runs fade. The machine's other work is in it: a run on a busy machine costs more, and that is what a queue has
 * to know.
 */
export class BatchCostModel {
  private runs = 0;
  private texts = 0;
  private tokens = 0;
  private paddedTokens = 0;
  private duration = 0;
  private paddedSquared = 0;
  private paddedDuration = 0;

  constructor() {
    for (const { tokens, durationMs } of FIRST_GUESS) {
      this.add(GUESS_WEIGHT, { texts: 1, tokens, paddedTokens: tokens, durationMs });
    }
  }

  observe(run: FinishedBatch): void {
    const longest = Math.max(SURPRISE_FLOOR_MS, LARGEST_SURPRISE * this.estimateBatchMs(run.paddedTokens));
    this.add(1, { ...run, durationMs: Math.min(run.durationMs, longest) });
  }

  /** What these texts cost a model process, in batches and with padding as they have been lately. */
  estimateTextsMs({ texts, tokens }: Workload): number {
    const { fixedMs, perTokenMs } = this.line();
    return fixedMs * (this.runs / this.texts) * texts + perTokenMs * (this.paddedTokens / this.tokens) * tokens;
  }

  /** What one run costs. @param paddedTokens of the batch, padding included */
  estimateBatchMs(paddedTokens: number): number {
    const { fixedMs, perTokenMs } = this.line();
    return fixedMs + perTokenMs * paddedTokens;
  }

  private add(weight: number, { texts, tokens, paddedTokens, durationMs }: FinishedBatch): void {
    const keep = (sum: number, value: number) => sum * MEMORY + weight * value;
    this.runs = keep(this.runs, 1);
    this.texts = keep(this.texts, texts);
    this.tokens = keep(this.tokens, tokens);
    this.paddedTokens = keep(this.paddedTokens, paddedTokens);
    this.duration = keep(this.duration, durationMs);
    this.paddedSquared = keep(this.paddedSquared, paddedTokens * paddedTokens);
    this.paddedDuration = keep(this.paddedDuration, paddedTokens * durationMs);
  }

  private line(): { fixedMs: number; perTokenMs: number } {
    const spread = this.runs * this.paddedSquared - this.paddedTokens * this.paddedTokens;
    const slope = (this.runs * this.paddedDuration - this.paddedTokens * this.duration) / spread;
    const fixed = (this.duration - slope * this.paddedTokens) / this.runs;
    // Runs of one length say nothing of the slope, and noise may turn the line over: then all cost is by token.
    const isLine = spread > 1e-3 * this.runs * this.paddedSquared && slope > 0 && fixed >= 0;
    return isLine
      ? { fixedMs: fixed, perTokenMs: slope }
      : { fixedMs: 0, perTokenMs: this.duration / this.paddedTokens };
  }
}
