import type { Amount } from './due-queue.js';

/** Share of the past that each run leaves in the memory: the last hundred runs weigh most. */
const MEMORY = 0.99;
/** Runs of known cost that stand in for experience until there is some: 1 ms and 0.1 ms a token, on a slow core. */
const FIRST_GUESS = [
  { tokens: 10, durationMs: 2 },
  { tokens: 500, durationMs: 51 },
];

/**
 * What a run costs: `fixed + perToken · padded tokens`, learned from the runs themselves by least squares in which
 * old runs fade. The machine's other work is in it: a run on a busy machine costs more, and that is what a queue has
 * to know.
 */
export class RunCost {
  private weight = 0;
  private tokens = 0;
  private duration = 0;
  private tokensSquared = 0;
  private tokensDuration = 0;
  private texts = 0;

  constructor() {
    for (const { tokens, durationMs } of FIRST_GUESS) this.learn(1, tokens, durationMs);
  }

  /** @param paddedTokens tokens of the batch, padding included */
  learn(texts: number, paddedTokens: number, durationMs: number): void {
    this.weight = this.weight * MEMORY + 1;
    this.texts = this.texts * MEMORY + texts;
    this.tokens = this.tokens * MEMORY + paddedTokens;
    this.duration = this.duration * MEMORY + durationMs;
    this.tokensSquared = this.tokensSquared * MEMORY + paddedTokens * paddedTokens;
    this.tokensDuration = this.tokensDuration * MEMORY + paddedTokens * durationMs;
  }

  /** What these texts cost a model process, in batches as they have been cut lately. */
  ofTextsMs({ texts, tokens }: Amount): number {
    const { fixedMs, perTokenMs } = this.line();
    return ((fixedMs * this.weight) / this.texts) * texts + perTokenMs * tokens;
  }

  private line(): { fixedMs: number; perTokenMs: number } {
    const spread = this.weight * this.tokensSquared - this.tokens * this.tokens;
    const slope = (this.weight * this.tokensDuration - this.tokens * this.duration) / spread;
    const fixed = (this.duration - slope * this.tokens) / this.weight;
    // Runs of one length say nothing of the slope, and noise may turn the line over: then all cost is by token.
    const isLine = spread > 1e-3 * this.weight * this.tokensSquared && slope > 0 && fixed >= 0;
    return isLine ? { fixedMs: fixed, perTokenMs: slope } : { fixedMs: 0, perTokenMs: this.duration / this.tokens };
  }
}
