import type { Document } from './document.js';
import { leaveOut, MAX_EXPLAINED_UNITS, splitWords } from './explanations/split-words.js';
import type { Sentence } from './sentences/sentence.js';
import { splitSentences } from './sentences/split-sentences.js';

/** Waits until the event loop may be held for some milliseconds; undefined when it may be at once. */
export type WaitForTurn = () => Promise<void> | undefined;

/** What an analysis does besides the document's own sentiment. */
export interface AnalysisParts {
  readonly sentences: boolean;
  readonly words: boolean;
}

/** A document, and the texts that the model has to read for it. */
export interface PreparedDocument extends Document {
  readonly sentences: readonly Sentence[];
  /** Empty unless words are to be explained; undefined for a text that is too long for that. */
  readonly words: readonly Sentence[] | undefined;
}

/**
 * Finds the sentences and words of a document.
 *
 * @param maxChars the longest part of a text that the model reads, in UTF-16 units
 * @param waitForTurn called before each slice of the text
 */
export async function prepareDocument(
  document: Document,
  parts: AnalysisParts,
  { maxChars, waitForTurn }: { readonly maxChars: number; readonly waitForTurn: WaitForTurn },
): Promise<PreparedDocument> {
  const read = document.text.slice(0, maxChars);
  const sentences: Sentence[] = [];
  if (parts.sentences) {
    const slices = splitSentences(read);
    for (;;) {
      await waitForTurn();
      const slice = slices.next();
      if (slice.done) break;
      sentences.push(...slice.value);
    }
  }
  return { ...document, sentences, words: parts.words ? findWords(document.text) : [] };
}

/** The texts that the model reads: the document, its sentences, and the document without each of its words. */
export function listTexts({ text, sentences, words = [] }: PreparedDocument): string[] {
  return [
    text,
    ...sentences.map(({ start, end }) => text.slice(start, end)),
    ...words.map((word) => leaveOut(text, word)),
  ];
}

function findWords(text: string): Sentence[] | undefined {
  return text.length > MAX_EXPLAINED_UNITS ? undefined : splitWords(text);
}
