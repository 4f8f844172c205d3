/** The parts of the service's answers that the page reads. `GET /openapi.json` describes all of them. */

export interface LabelScore {
  readonly label: string;
  /** 0 to 1. */
  readonly score: number;
}

/** A part of the text, in UTF-16 units. */
export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

export type Sentence = TextRange & LabelScore;

export interface Evidence extends TextRange {
  readonly direction: 'positive' | 'negative';
  /** Index of the sentence. */
  readonly sentence: number;
}

export interface Word extends TextRange {
  /** -1 (negative) to 1 (positive). */
  readonly contribution: number;
}

export interface DocumentAnalysis {
  readonly sentiment: string;
  /** With the highest score first. */
  readonly scores: readonly LabelScore[];
  readonly sentences?: readonly Sentence[];
  readonly evidence?: readonly Evidence[];
  readonly words?: readonly Word[];
  readonly language?: { readonly code: string; readonly confidence?: number };
  readonly tokens: number;
  /** 0 to 1. */
  readonly readShare: number;
  readonly warnings: readonly string[];
}

/** The answer of `POST /analyze`. */
export interface AnalysisAnswer {
  readonly documents: readonly DocumentAnalysis[];
  readonly errors: readonly { readonly detail: string }[];
}

/** The answer of `POST /predict`. */
export interface PredictionAnswer {
  readonly predictions: readonly (readonly LabelScore[])[];
}

/** The answer of `GET /model`. */
export interface ModelAnswer {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly precision: string;
  readonly labels: readonly string[];
  readonly languages: readonly string[];
  readonly maxTokens: number;
  readonly maxChars: number;
  readonly accuracy: number | null;
}
