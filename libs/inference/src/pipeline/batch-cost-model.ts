import type { Workload } from './workload.js';

/** A batch that was run to its end. */
export interface FinishedBatch extends Workload {
  /** Tokens of the batch, padding included. */
  readonly paddedTokens: number;
  readonly durationMs: number;
}

/** Weight that a new run leaves to all former runs: the last hundred runs count most. */
const DECAY = 0.99;
/** A run that took this many times its estimate, and more than the floor, was interrupted by a pause of the machine. */
const MAX_DEVIATION = 10;
const DEVIATION_FLOOR_MS = 50;
/** Assumed runs until real ones are observed: 1 ms and 0.1 ms a token, on a slow core. */
const INITIAL_RUNS = [
  { tokens: 10, durationMs: 2 },
  { tokens: 500, durationMs: 51 },
];
/** A real run has weight 1, so real runs soon outweigh the assumed ones. */
const INITIAL_WEIGHT = 0.05;

/**
 * The duration of a run as `fixed + perToken · padded tokens`, fitted to the runs by least squares with exponential
 * decay. The other load of the machine is part of the duration: a run on a busy machine takes longer, and the estimate
 * of a wait needs that duration.
 */
export class BatchCostModel {
  private runs = 0;
  private inputs = 0;
  private tokens = 0;
  private paddedTokens = 0;
  private duration = 0;
  private paddedSquared = 0;
  private paddedDuration = 0;

  constructor() {
    for (const { tokens, durationMs } of INITIAL_RUNS) {
      this.add(INITIAL_WEIGHT, { inputs: 1, tokens, paddedTokens: tokens, durationMs });
    }
  }

  observe(run: FinishedBatch): void {
    const longest = Math.max(DEVIATION_FLOOR_MS, MAX_DEVIATION * this.estimateBatchMs(run.paddedTokens));
    this.add(1, { ...run, durationMs: Math.min(run.durationMs, longest) });
  }

  /** Estimated time that one worker takes for the inputs, with batch sizes and padding as in recent runs, in milliseconds. */
  estimateWorkloadMs({ inputs, tokens }: Workload): number {
    const { fixedMs, perTokenMs } = this.fit();
    return fixedMs * (this.runs / this.inputs) * inputs + perTokenMs * (this.paddedTokens / this.tokens) * tokens;
  }

  /** Estimated duration of one run in milliseconds. @param paddedTokens tokens of the batch, padding included */
  estimateBatchMs(paddedTokens: number): number {
    const { fixedMs, perTokenMs } = this.fit();
    return fixedMs + perTokenMs * paddedTokens;
  }

  private add(weight: number, { inputs, tokens, paddedTokens, durationMs }: FinishedBatch): void {
    const keep = (sum: number, value: number) => sum * DECAY + weight * value;
    this.runs = keep(this.runs, 1);
    this.inputs = keep(this.inputs, inputs);
    this.tokens = keep(this.tokens, tokens);
    this.paddedTokens = keep(this.paddedTokens, paddedTokens);
    this.duration = keep(this.duration, durationMs);
    this.paddedSquared = keep(this.paddedSquared, paddedTokens * paddedTokens);
    this.paddedDuration = keep(this.paddedDuration, paddedTokens * durationMs);
  }

  private fit(): { fixedMs: number; perTokenMs: number } {
    const spread = this.runs * this.paddedSquared - this.paddedTokens * this.paddedTokens;
    const slope = (this.runs * this.paddedDuration - this.paddedTokens * this.duration) / spread;
    const fixed = (this.duration - slope * this.paddedTokens) / this.runs;
    // Runs of one length do not determine the slope, and noise can make it negative: then the cost is per token only.
    const isLine = spread > 1e-3 * this.runs * this.paddedSquared && slope > 0 && fixed >= 0;
    return isLine
      ? { fixedMs: fixed, perTokenMs: slope }
      : { fixedMs: 0, perTokenMs: this.duration / this.paddedTokens };
  }
}
