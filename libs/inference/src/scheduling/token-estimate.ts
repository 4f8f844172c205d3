const MEMORY = 0.995;
/** English prose. */
const FIRST_TOKENS_PER_CHAR = 0.25;

/** How many tokens a text has, judged by its length, before it is tokenized; learned from texts that were. */
export class TokenEstimate {
  private tokens = FIRST_TOKENS_PER_CHAR * 1_000;
  private chars = 1_000;

  /** @param maxTokens longest encoding, special tokens included */
  constructor(private readonly maxTokens: number) {}

  /** @returns 2 (a blank text's special tokens) to the maximum */
  of(text: string): number {
    return Math.min(this.maxTokens, 2 + Math.ceil((text.length * this.tokens) / this.chars));
  }

  /** Learns from a text that was not cut. */
  learn(text: string, tokens: number): void {
    this.tokens = this.tokens * MEMORY + tokens;
    this.chars = this.chars * MEMORY + text.length;
  }
}
