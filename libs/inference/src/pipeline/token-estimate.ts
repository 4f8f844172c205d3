import type { WindowPolicy } from '#libs/prediction';
import { countInputs, countReadTokens, SPECIAL_TOKENS } from './text-windows.js';
import type { Workload } from './workload.js';

/** Weight that a new text leaves to all former texts. */
const DECAY = 0.995;
/** A longer text counts as one of this length: thousands of blanks must not decide the ratio. */
const MAX_OBSERVED_CHARS = 400;
/** English prose. */
const FIRST_TOKENS_PER_CHAR = 0.25;

/** Estimates the work on a text from its length before it is tokenized, by the ratio of tokens in recently tokenized texts. */
export class TokenEstimate {
  private tokens = FIRST_TOKENS_PER_CHAR * 1_000;
  private chars = 1_000;
  private readonly readTokens: number;

  /** @param maxTokens longest input, special tokens included */
  constructor(
    private readonly maxTokens: number,
    private readonly windows: WindowPolicy,
  ) {
    this.readTokens = countReadTokens(maxTokens, windows);
  }

  /** @returns the inputs of a text and their tokens, special tokens included */
  estimate(text: string): Workload {
    const all = SPECIAL_TOKENS + Math.ceil((text.length * this.tokens) / this.chars);
    const tokens = Math.min(this.readTokens, all);
    const inputs = countInputs(tokens, this.maxTokens, this.windows);
    return { inputs, tokens: inputs === 1 ? tokens : inputs * this.windows.tokens };
  }

  /** Takes a tokenized text into account that was read whole. @param tokens special tokens included */
  observe(text: string, tokens: number): void {
    const weight = Math.min(1, MAX_OBSERVED_CHARS / text.length);
    this.tokens = this.tokens * DECAY + weight * Math.max(0, tokens - SPECIAL_TOKENS);
    this.chars = this.chars * DECAY + weight * text.length;
  }
}
