/** Weight that a new text leaves to all former texts. */
const DECAY = 0.995;
/** At the beginning and the end of every text. */
const SPECIAL_TOKENS = 2;
/** English prose. */
const FIRST_TOKENS_PER_CHAR = 0.25;

/** Estimates the tokens of a text from its length before it is tokenized, by the ratio in recently tokenized texts. */
export class TokenEstimate {
  private tokens = FIRST_TOKENS_PER_CHAR * 1_000;
  private chars = 1_000;

  /** @param maxTokens longest encoding, special tokens included */
  constructor(private readonly maxTokens: number) {}

  /** @returns tokens, special tokens included, up to the maximum */
  estimate(text: string): number {
    return Math.min(this.maxTokens, SPECIAL_TOKENS + Math.ceil((text.length * this.tokens) / this.chars));
  }

  /** Takes a tokenized text into account that was not truncated. @param tokens special tokens included */
  observe(text: string, tokens: number): void {
    this.tokens = this.tokens * DECAY + Math.max(0, tokens - SPECIAL_TOKENS);
    this.chars = this.chars * DECAY + text.length;
  }
}
