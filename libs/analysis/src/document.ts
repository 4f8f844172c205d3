import type { LabelScore, TextFailure } from '#libs/prediction';
import type { WordContribution } from './explanations/to-contributions.js';
import type { Sentence } from './sentences/sentence.js';

/** A document to analyze. */
export interface Document {
  readonly text: string;
  /** ISO 639-1 code that the caller gives; undefined when the language is to be detected. */
  readonly language: string | undefined;
}

/** What a document says as a whole. */
export type Sentiment = 'positive' | 'negative' | 'neutral' | 'mixed' | 'uncertain';
export type Direction = 'positive' | 'negative';

/** A sentence with its answer. */
export interface ScoredSentence extends Sentence {
  /** The label with the highest score. */
  readonly label: string;
  readonly score: number;
  /** All labels, the highest score first. */
  readonly scores: readonly LabelScore[];
  /** Score of the positive label minus that of the negative label, -1 to 1. */
  readonly polarity: number;
}

/** A sentence that carries the answer. */
export interface Evidence {
  /** Place among the sentences of the document. */
  readonly index: number;
  readonly direction: Direction;
}

export interface DocumentLanguage {
  /** ISO 639-1 code, or `und`. */
  readonly code: string;
  /** 0 to 1; undefined when the caller gave the language. */
  readonly confidence: number | undefined;
}

/** Why an answer may be of less use than others. */
export type Warning = 'truncated' | 'language' | 'unknown-characters' | 'short';

/** The analysis of a document. */
export interface DocumentAnalysis {
  readonly sentiment: Sentiment;
  /** All labels, the highest score first. */
  readonly scores: readonly LabelScore[];
  /** Of the part that the model read; undefined when the caller wants none. */
  readonly sentences: readonly ScoredSentence[] | undefined;
  readonly evidence: readonly Evidence[];
  /** Undefined when the caller wants none. */
  readonly words: readonly WordContribution[] | undefined;
  /** Undefined when languages are not detected. */
  readonly language: DocumentLanguage | undefined;
  readonly tokens: number;
  /** Share of the characters that the model read, 0 to 1. */
  readonly readShare: number;
  readonly warnings: readonly Warning[];
}

/** A document without an answer because of its language. */
export interface UnsupportedLanguage {
  readonly unsupportedLanguage: string;
}

export type DocumentOutcome = DocumentAnalysis | TextFailure | UnsupportedLanguage;
