import {
  modelLoadingError,
  type CacheLookup,
  type Classifier,
  type ClassifyContext,
  type LoadedModel,
  type ModelDescription,
  type StageTimings,
} from '#libs/prediction';
import { analyzeDocument } from './analyze-document.js';
import type { Document, DocumentOutcome } from './document.js';
import type { LanguageIdentification } from './language-identification.js';
import { UNDETERMINED } from './language/language-detector.js';
import { findPolarityLabels, type PolarityLabels } from './polarity-labels.js';
import { prepareDocument, type AnalysisParts, type PreparedDocument, type Preparation } from './prepare-document.js';

export interface DocumentAnalyzerOptions {
  readonly classifier: Classifier;
  readonly loadedModel: LoadedModel;
  readonly languages: Pick<LanguageIdentification, 'identify'>;
}

export interface AnalysisRequest {
  readonly documents: readonly Document[];
  readonly parts: AnalysisParts;
  /** Below it a document is uncertain; undefined for none. */
  readonly minScore: number | undefined;
}

/** Up to where documents are prepared, and when. */
export type AnalysisLimits = Pick<Preparation, 'maxSentences' | 'maxWords' | 'waitForTurn'>;

/** A request whose documents are divided into texts. */
export interface PreparedAnalysis extends AnalysisRequest {
  readonly documents: readonly PreparedDocument[];
  readonly labels: PolarityLabels;
}

/** The answer to a request. */
export interface AnalysisResult {
  /** One outcome for each document, in their order. */
  readonly outcomes: readonly DocumentOutcome[];
  readonly model: ModelDescription;
  /** Undefined when the cache answered every text. */
  readonly timings: StageTimings | undefined;
  /** Undefined when no cache took part. */
  readonly lookup: CacheLookup | undefined;
}

/** The model has no labels named positive and negative, so the service cannot analyze documents with it. */
export class NoPolarityError extends Error {
  override readonly name = 'NoPolarityError';
}

/**
 * Analyzes documents with a classifier of texts. Every text of a request goes to the classifier in one call, so a request is
 * accepted or refused as a whole, before its first run.
 */
export class DocumentAnalyzer {
  constructor(private readonly options: DocumentAnalyzerOptions) {}

  /**
   * Divides documents into the texts that the model has to read, up to the limits: the caller refuses a request that is past
   * them before it calls `analyze`.
   *
   * @throws PredictionError `model-loading`, and the errors of `waitForTurn`
   * @throws NoPolarityError
   */
  async prepare(request: AnalysisRequest, limits: AnalysisLimits): Promise<PreparedAnalysis> {
    const { loadedModel, languages } = this.options;
    const { model } = loadedModel;
    if (!model) throw modelLoadingError();
    const labels = findPolarityLabels(model);
    if (!labels) throw new NoPolarityError(`the model ${model.name} has no labels POSITIVE and NEGATIVE`);
    const documents: PreparedDocument[] = [];
    let maxSentences = limits.maxSentences;
    for (const document of request.documents) {
      if (maxSentences < 0) break;
      const preparation = { ...limits, maxSentences, model, languages, parts: request.parts };
      const prepared = await prepareDocument(document, preparation);
      documents.push(prepared);
      maxSentences -= prepared.sentences.length;
    }
    return { ...request, documents, labels };
  }

  /**
   * Analyzes prepared documents. A document that fails does not change the outcome of another one.
   *
   * @throws PredictionError as Classifier does
   */
  async analyze(
    { documents, parts, minScore, labels }: PreparedAnalysis,
    context: ClassifyContext,
  ): Promise<AnalysisResult> {
    const { outcomes, model, timings, lookup } = await this.options.classifier.classify(
      documents.flatMap(({ texts }) => texts),
      context,
    );
    let end = 0;
    return {
      outcomes: documents.map((document) => {
        const { language, isRefused } = document.finding;
        if (isRefused) return { unsupportedLanguage: language?.code ?? UNDETERMINED };
        const start = end;
        end += document.texts.length;
        return analyzeDocument(document, outcomes.slice(start, end), { model, labels, parts, minScore });
      }),
      model,
      timings,
      lookup,
    };
  }
}
