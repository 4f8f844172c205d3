/** A sentence of a text. `text.slice(start, end)` has no white space around it. */
export interface Sentence {
  /** Offset of its first character, in UTF-16 units. */
  readonly start: number;
  /** Offset behind its last character, in UTF-16 units. */
  readonly end: number;
}
