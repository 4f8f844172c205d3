/** What the model says of one text, before labels and probabilities are applied. */
export interface Prediction {
  /** One finite float32 a label, in the order of the model's `id2label`. */
  readonly logits: Float32Array;
  /** Whether the model read only the beginning of the text. */
  readonly truncated: boolean;
  /** Tokens that the model read, special tokens included; tokens in two windows count once. */
  readonly tokens: number;
  /** Those of them that stand for characters which the tokenizer does not know. */
  readonly unknownTokens: number;
  /** End of the part that the model read, in UTF-16 units of the text. */
  readonly readChars: number;
}

/** A text that the model has no usable answer for. The other texts of the request are answered all the same. */
export interface TextFailure {
  /** Why, in a sentence for clients; never quotes the text. */
  readonly failure: string;
  /** Whether the text itself is refused, because workers crashed on it; otherwise the service is at fault. */
  readonly isRefused: boolean;
}

/** The outcome of one text. */
export type TextOutcome = Prediction | TextFailure;

/** Tells the two outcomes apart. */
export function isFailure(outcome: TextOutcome): outcome is TextFailure {
  return 'failure' in outcome;
}
