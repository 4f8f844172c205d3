import { CachingClassifier, MemoryCache } from '#libs/caching';
import { systemClock } from '#libs/clock';
import {
  isFailure,
  PredictionError,
  type ClassificationResult,
  type ModelDescription,
  type ScoredLabels,
  type TextOutcome,
} from '#libs/prediction';
import { getRequestedLabels } from '../requested-labels.js';
import { toScores } from '../score-difference.js';
import { REQUEST_TIMEOUT_MS, ServedModel } from '../served-model.js';
import { toFailedResult, toRowResult, type ClassifiedRows, type RowClassifier } from './row-classifier.js';
import type { Row, RowResult } from './table.js';

/** Enough for the repeated texts of a file; all processes together stay below 500 MB. */
const CACHE_BYTES = 32e6;
const CACHE_TTL_SECONDS = 86_400;
const CACHE_DIRECTIVES = { mayRead: true, mayStore: true };
/** The model processes are started again within seconds. */
const RETRY_DELAY_MS = 500;
const MAX_RETRIES = 120;

/** Classifies the texts of rows by the engine and the memory cache of the service, in this process. */
export class EngineRowClassifier implements RowClassifier {
  private readonly classifier: CachingClassifier;

  private constructor(
    private readonly served: ServedModel,
    private readonly scored: ScoredLabels,
  ) {
    this.classifier = new CachingClassifier({
      cache: new MemoryCache({ maxBytes: CACHE_BYTES, ttlSeconds: CACHE_TTL_SECONDS, clock: systemClock }),
      next: served.engine,
      loadedModel: served.engine,
      clock: systemClock,
    });
  }

  /**
   * @param neutral whether the answers have the neutral label too
   * @throws ModelFolderError when the folder is not fit to serve; Error when the model has no neutral label to ask for
   */
  static async open(modelDir: string, neutral: boolean): Promise<EngineRowClassifier> {
    const served = await ServedModel.open(modelDir);
    try {
      return new EngineRowClassifier(served, getRequestedLabels(served.model, neutral));
    } catch (error) {
      await served.close();
      throw error;
    }
  }

  get model(): ModelDescription {
    return this.served.model;
  }

  get labels(): readonly string[] {
    return this.scored.labels;
  }

  async classify(rows: readonly Row[]): Promise<ClassifiedRows> {
    const texts = rows.flatMap(({ text }) => text ?? []);
    const { outcomes, lookup } = await this.classifyTexts(texts);
    let next = 0;
    const results = rows.map(({ text, error }) =>
      text === undefined ? toFailedResult(error) : this.toResult(outcomes[next++]),
    );
    return { rows, results, cacheHits: lookup?.hits ?? 0 };
  }

  /** The engine answers what it has soon enough. */
  stop(): void {}

  async close(): Promise<void> {
    await this.served.close();
  }

  private async classifyTexts(texts: string[]): Promise<Pick<ClassificationResult, 'outcomes' | 'lookup'>> {
    if (texts.length === 0) return { outcomes: [], lookup: undefined };
    for (let retries = 0; ; retries++) {
      try {
        const deadlineMs = systemClock.nowMs() + REQUEST_TIMEOUT_MS;
        return await this.classifier.classify(texts, { deadlineMs, cache: CACHE_DIRECTIVES });
      } catch (error) {
        const isTransient = error instanceof PredictionError && error.kind === 'model-unavailable';
        if (!isTransient || retries === MAX_RETRIES) throw error;
        await new Promise((resolve) => systemClock.after(RETRY_DELAY_MS, () => resolve(undefined)));
      }
    }
  }

  private toResult(outcome: TextOutcome | undefined): RowResult {
    const scores = toScores(outcome, this.scored);
    if (!outcome || isFailure(outcome) || !scores) {
      return toFailedResult(outcome && isFailure(outcome) ? outcome.failure : 'The model has no answer for this text.');
    }
    return toRowResult(scores, this.scored.labels, outcome.truncated);
  }
}
