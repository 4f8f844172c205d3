import { CachingClassifier, MemoryCache } from '#libs/caching';
import { systemClock } from '#libs/clock';
import {
  isFailure,
  PredictionError,
  type ClassificationResult,
  type ScoredLabels,
  type TextOutcome,
} from '#libs/prediction';
import { findLargest } from '../find-largest.js';
import { toScores } from '../score-difference.js';
import { REQUEST_TIMEOUT_MS, type ServedModel } from '../served-model.js';
import type { Row, RowResult } from './table.js';

const CACHE_BYTES = 64e6;
const CACHE_TTL_SECONDS = 86_400;
const CACHE_DIRECTIVES = { mayRead: true, mayStore: true };
/** The model processes are started again within seconds. */
const RETRY_DELAY_MS = 500;
const MAX_RETRIES = 120;

/** The results of some rows. */
export interface ClassifiedRows {
  readonly rows: readonly Row[];
  /** One for each row. */
  readonly results: readonly RowResult[];
  /** Texts that the cache answered. */
  readonly cacheHits: number;
}

/** Classifies the texts of rows by the engine and the memory cache of the service. */
export class RowClassifier {
  private readonly classifier: CachingClassifier;

  constructor(
    served: ServedModel,
    private readonly scored: ScoredLabels,
  ) {
    this.classifier = new CachingClassifier({
      cache: new MemoryCache({ maxBytes: CACHE_BYTES, ttlSeconds: CACHE_TTL_SECONDS, clock: systemClock }),
      next: served.engine,
      loadedModel: served.engine,
      clock: systemClock,
    });
  }

  async classify(rows: readonly Row[]): Promise<ClassifiedRows> {
    const texts = rows.flatMap(({ text }) => text ?? []);
    const { outcomes, lookup } = await this.classifyTexts(texts);
    let next = 0;
    const results = rows.map(({ text, error }) =>
      text === undefined ? toError(error) : this.toResult(outcomes[next++]),
    );
    return { rows, results, cacheHits: lookup?.hits ?? 0 };
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
      return toError(outcome && isFailure(outcome) ? outcome.failure : 'The model has no answer for this text.');
    }
    const best = findLargest(scores);
    return {
      sentiment: this.scored.labels[best],
      score: scores[best],
      scores,
      truncated: outcome.truncated,
      error: undefined,
    };
  }
}

function toError(error: string | undefined): RowResult {
  return { sentiment: undefined, score: undefined, scores: [], truncated: false, error };
}
