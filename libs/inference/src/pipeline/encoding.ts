/** A text as the model reads it. */
export interface Encoding {
  /** Token ids, special tokens included; at least one, at most the model's maximum. */
  readonly ids: Int32Array;
  /** Whether tokens were cut off to fit the model's maximum. */
  readonly truncated: boolean;
}
