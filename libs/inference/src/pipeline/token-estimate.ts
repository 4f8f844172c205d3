const MEMORY = 0.995;
/** At the beginning and the end of every text. */
const SPECIAL_TOKENS = 2;
/** English prose. */
const FIRST_TOKENS_PER_CHAR = 0.25;

/** How many tokens a text has, judged by its length, before it is tokenized; learned from texts that were. */
export class TokenEstimate {
  private tokens = FIRST_TOKENS_PER_CHAR * 1_000;
  private chars = 1_000;

  /** @param maxTokens longest encoding, special tokens included */
  constructor(private readonly maxTokens: number) {}

  /** @returns tokens, special tokens included, up to the maximum */
  estimate(text: string): number {
    return Math.min(this.maxTokens, SPECIAL_TOKENS + Math.ceil((text.length * this.tokens) / this.chars));
  }

  /** Learns from a text that was not cut. @param tokens special tokens included */
  observe(text: string, tokens: number): void {
    this.tokens = this.tokens * MEMORY + Math.max(0, tokens - SPECIAL_TOKENS);
    this.chars = this.chars * MEMORY + text.length;
  }
}
