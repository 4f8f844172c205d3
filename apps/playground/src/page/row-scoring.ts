import { scoreTexts, type ScoringOptions } from '../scoring/score-texts.js';
import type { TextResult } from '../scoring/text-result.js';
import { ServiceProblem } from '../service/service-problem.js';

export interface RowScoringOptions extends Pick<ScoringOptions, 'predict' | 'sleep'> {
  /** Hears that the service asks for an API key. */
  readonly onKeyRequired: () => void;
}

/** Scores the rows of one file at a time. */
export class RowScoring {
  private current = new AbortController();

  constructor(private readonly options: RowScoringOptions) {}

  /**
   * Scores the texts that have no result yet. Blank texts get none.
   *
   * @param results get the results; what was scored before an end stays
   * @returns why some texts have no result, as a sentence; undefined if all are done
   */
  async score(
    texts: readonly string[],
    results: (TextResult | undefined)[],
    observer: Pick<ScoringOptions, 'onProgress' | 'onWait'>,
  ): Promise<string | undefined> {
    this.cancel();
    const { signal } = this.current;
    const missing = texts.flatMap((text, index) => (text.trim() === '' || results[index] ? [] : [index]));
    try {
      await scoreTexts(texts, missing, {
        ...this.options,
        ...observer,
        signal,
        onResult: (index, result) => (results[index] = result),
      });
      return undefined;
    } catch (error) {
      if (signal.aborted) return 'You have cancelled the scoring. The scored rows keep their scores.';
      if (!(error instanceof ServiceProblem)) throw error;
      if (error.status === 401) this.options.onKeyRequired();
      return `The scoring has stopped. ${error.message} The scored rows keep their scores.`;
    }
  }

  cancel(): void {
    this.current.abort();
    this.current = new AbortController();
  }
}
