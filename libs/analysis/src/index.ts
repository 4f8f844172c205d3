export type {
  Direction,
  Document,
  DocumentAnalysis,
  DocumentLanguage,
  DocumentOutcome,
  Evidence,
  ScoredSentence,
  Sentiment,
  Warning,
} from './document.js';
export {
  DocumentAnalyzer,
  NoPolarityError,
  type AnalysisLimits,
  type AnalysisRequest,
  type AnalysisResult,
  type PreparedAnalysis,
} from './document-analyzer.js';
export type { WordContribution } from './explanations/to-contributions.js';
export {
  includesLanguage,
  LANGUAGE_POLICIES,
  LanguageIdentification,
  type LanguagePolicy,
} from './language-identification.js';
export { LanguageDetectorProvider } from './language/language-detector-provider.js';
export { MAX_EXPLAINED_UNITS } from './explanations/split-words.js';
export type { PreparedDocument, WaitForTurn } from './prepare-document.js';
export { createCodePointOffsets } from './sentences/code-point-offsets.js';
export type { Sentence } from './sentences/sentence.js';
export { splitSentences } from './sentences/split-sentences.js';
