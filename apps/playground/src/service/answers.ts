/** The parts of the service's answers that the page reads. */
import type { DocumentAnalysis as WholeAnalysis, LabelScore, ModelInformation } from '#libs/client';

export type { LabelScore };

export type DocumentAnalysis = Pick<
  WholeAnalysis,
  'sentiment' | 'scores' | 'sentences' | 'evidence' | 'words' | 'language' | 'tokens' | 'readShare' | 'warnings'
>;
export type Word = NonNullable<DocumentAnalysis['words']>[number];
/** A part of the text, in UTF-16 units. */
export type TextRange = Pick<Word, 'offset' | 'length'>;

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
export type ModelAnswer = Pick<
  ModelInformation,
  'name' | 'version' | 'digest' | 'precision' | 'labels' | 'languages' | 'maxTokens' | 'maxChars' | 'accuracy'
>;
