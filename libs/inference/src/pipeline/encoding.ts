/** A text as the model reads it. */
export interface Encoding {
  /**
   * The sequences of token ids that the model reads, special tokens included: one for a text that fits, one for each window
   * of a longer text. At least one, none longer than the model's maximum.
   */
  readonly inputs: readonly Int32Array[];
  /** Whether a part of the text is in no input. */
  readonly truncated: boolean;
  /** Tokens of the text that are in an input, special tokens included. */
  readonly tokens: number;
  /** Those of them that stand for characters which the tokenizer does not know. */
  readonly unknownTokens: number;
  /** End of the part that is in an input, in UTF-16 units. */
  readonly readChars: number;
}

/** The beginning of a text. */
export interface Beginning {
  /** Token ids, special tokens included; at least one, at most the model's maximum. */
  readonly ids: Int32Array;
  /** Whether tokens were cut off to fit the model's maximum. */
  readonly truncated: boolean;
}
