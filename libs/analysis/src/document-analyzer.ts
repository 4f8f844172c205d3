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
import { NO_FINDING, type LanguageIdentification } from './language-identification.js';
import { UNDETERMINED } from './language/language-detector.js';
import { findPolarityLabels, type PolarityLabels } from './polarity-labels.js';
import {
  listTexts,
  prepareDocument,
  type AnalysisParts,
  type PreparedDocument,
  type WaitForTurn,
} from './prepare-document.js';

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
   * Divides documents into the texts that the model has to read. The caller checks their number before it calls `analyze`.
   *
   * @param waitForTurn called before each slice of a text is divided; its errors are passed on
   * @throws PredictionError `model-loading`
   * @throws NoPolarityError
   */
  async prepare(request: AnalysisRequest, waitForTurn: WaitForTurn): Promise<PreparedAnalysis> {
    const { model } = this.options.loadedModel;
    if (!model) throw modelLoadingError();
    const labels = findPolarityLabels(model);
    if (!labels) throw new NoPolarityError(`the model ${model.name} has no labels POSITIVE and NEGATIVE`);
    const documents: PreparedDocument[] = [];
    for (const document of request.documents) {
      documents.push(await prepareDocument(document, request.parts, { maxChars: model.maxChars, waitForTurn }));
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
    const { classifier, loadedModel, languages } = this.options;
    const findings = await languages.identify(documents, loadedModel.model?.languages ?? []);
    const texts = documents.map((document, index) => (findings[index]?.isRefused ? [] : listTexts(document)));
    const { outcomes, model, timings, lookup } = await classifier.classify(texts.flat(), context);
    let end = 0;
    return {
      outcomes: documents.map((document, index) => {
        const finding = findings[index] ?? NO_FINDING;
        if (finding.isRefused) return { unsupportedLanguage: finding.language?.code ?? UNDETERMINED };
        const start = end;
        end += texts[index]?.length ?? 0;
        return analyzeDocument(document, outcomes.slice(start, end), finding, { model, labels, parts, minScore });
      }),
      model,
      timings,
      lookup,
    };
  }
}
