import type { TextRange } from '../service/answers.js';

/** A part of a text: a sentence, or the characters between two sentences. */
export interface TextPart {
  readonly text: string;
  /** Index of the sentence; undefined between sentences. */
  readonly sentence?: number;
  /** Whether the part is after the last sentence, and so perhaps a part that the model has not read. */
  readonly isRest?: true;
}

/** @param sentences in order, without overlaps */
export function cutIntoParts(text: string, sentences: readonly TextRange[]): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  sentences.forEach(({ offset, length }, sentence) => {
    if (offset > end) parts.push({ text: text.slice(end, offset) });
    end = offset + length;
    parts.push({ text: text.slice(offset, end), sentence });
  });
  if (end < text.length) parts.push({ text: text.slice(end), isRest: true });
  return parts;
}
