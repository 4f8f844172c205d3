import type { ModelDescription } from '#libs/prediction';
import type { Document } from './document.js';
import { leaveOut, splitWords } from './explanations/split-words.js';
import { cutLongSentence } from './sentences/cut-long-sentence.js';
import type { LanguageFinding, LanguageIdentification } from './language-identification.js';
import type { Sentence } from './sentences/sentence.js';
import { MAX_SENTENCE_UNITS, splitSentences } from './sentences/split-sentences.js';

/** Waits until the event loop may work on so many characters of text; undefined when it may at once. */
export type WaitForTurn = (chars: number) => Promise<void> | undefined;

/** What an analysis does besides the document's own sentiment. */
export interface AnalysisParts {
  readonly sentences: boolean;
  readonly words: boolean;
}

/** A document, and the texts that the model has to read for it. */
export interface PreparedDocument extends Document {
  readonly finding: LanguageFinding;
  readonly sentences: readonly Sentence[];
  /** Empty unless words are to be explained. */
  readonly words: readonly Sentence[];
  /** The document, its sentences, and the document without each of its words; none when its language is refused. */
  readonly texts: readonly string[];
}

export interface Preparation {
  readonly model: ModelDescription;
  readonly languages: Pick<LanguageIdentification, 'identify'>;
  readonly parts: AnalysisParts;
  /** The preparation of a document ends after one sentence more, or one word more: the caller refuses it then. */
  readonly maxSentences: number;
  readonly maxWords: number;
  readonly waitForTurn: WaitForTurn;
}

/**
 * Share of `maxChars` that is divided into sentences. `maxChars` allows 16 characters a token, and texts of words have some 5: the
 * rest of a text of words is not read, and its sentences would run for nothing.
 */
const SENTENCE_SHARE = 6 / 16;
/** A text is cut at the last white space of so many UTF-16 units, if there is one. */
const CUT_UNITS = 256;
/** The work of a language detection, in characters of text that is divided into sentences. */
const LANGUAGE_CHARS = 256;

/** Finds the language, the sentences and the words of a document. */
export async function prepareDocument(document: Document, preparation: Preparation): Promise<PreparedDocument> {
  const { model, languages, parts, maxWords, waitForTurn } = preparation;
  await waitForTurn(LANGUAGE_CHARS);
  const finding = await languages.identify(document, model.languages);
  const sentences = parts.sentences && !finding.isRefused ? await findSentences(document.text, preparation) : [];
  if (parts.words) await waitForTurn(document.text.length);
  const words = parts.words ? splitWords(document.text, maxWords + 1) : [];
  const texts = finding.isRefused ? [] : listTexts(document.text, sentences, words);
  return { ...document, finding, sentences, words, texts };
}

function listTexts(text: string, sentences: readonly Sentence[], words: readonly Sentence[]): string[] {
  return [
    text,
    ...sentences.map(({ start, end }) => text.slice(start, end)),
    ...words.map((word) => leaveOut(text, word)),
  ];
}

async function findSentences(text: string, { model, maxSentences, waitForTurn }: Preparation): Promise<Sentence[]> {
  const part = text.slice(0, findCut(text, Math.ceil(model.maxChars * SENTENCE_SHARE)));
  const slices = splitSentences(part);
  const sentences: Sentence[] = [];
  while (sentences.length <= maxSentences) {
    const left = part.length - (sentences.at(-1)?.end ?? 0);
    if (left > 0) await waitForTurn(Math.min(left, MAX_SENTENCE_UNITS));
    const slice = slices.next();
    if (slice.done) break;
    sentences.push(...slice.value);
  }
  return sentences;
}

/** @returns where a text is cut, at most after `maxUnits`, and not inside a character */
function findCut(text: string, maxUnits: number): number {
  if (text.length <= maxUnits) return text.length;
  const units = Math.min(CUT_UNITS, maxUnits);
  return cutLongSentence(text, maxUnits - units, units);
}
