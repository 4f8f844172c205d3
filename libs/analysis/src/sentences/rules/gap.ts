/** The place between two characters that are not white space, where a sentence may end. */
export interface Gap {
  /** The sentence up to the gap, and of a long one the last 64 UTF-16 units. */
  readonly before: string;
  /** The first 16 units of the sentence. */
  readonly opening: string;
  /** The white space of the gap, at most 1,024 units of it. */
  readonly blank: string;
  /** The 32 units behind the white space; empty at the end of the text. */
  readonly after: string;
  /** Whether the segmenter has a boundary here. */
  readonly isSegmenterBoundary: boolean;
}

/** A rule answers whether a sentence ends in a gap, or `undefined` where it does not apply. */
export type Rule = (gap: Gap) => boolean | undefined;
