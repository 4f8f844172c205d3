import type { Document } from './document.js';
import { leaveOut, MAX_EXPLAINED_UNITS, splitWords } from './explanations/split-words.js';
import type { Sentence } from './sentences/sentence.js';
import { splitSentences } from './sentences/split-sentences.js';

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
 * @param yieldToEventLoop called between slices of the text
 */
export async function prepareDocument(
  document: Document,
  parts: AnalysisParts,
  { maxChars, yieldToEventLoop }: { readonly maxChars: number; readonly yieldToEventLoop: () => Promise<void> },
): Promise<PreparedDocument> {
  const read = document.text.slice(0, maxChars);
  const sentences: Sentence[] = [];
  if (parts.sentences) {
    for (const batch of splitSentences(read)) {
      sentences.push(...batch);
      await yieldToEventLoop();
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
