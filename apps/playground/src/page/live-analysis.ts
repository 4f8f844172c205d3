import type { AnalysisAnswer } from '../service/answers.js';
import { createAnalysisRequest, createPlainRequest, type AnalysisRequest } from '../service/analysis-request.js';
import { ServiceProblem } from '../service/service-problem.js';

const DEBOUNCE_MS = 300;
const RETRY_MS = 2_000;
/** These pass: the service loads its model, or has too much to do. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 503]);

export interface LiveAnalysisOptions {
  readonly analyze: (request: AnalysisRequest, signal: AbortSignal) => Promise<AnalysisAnswer>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onAnswer: (text: string, request: AnalysisRequest, answer: AnalysisAnswer) => void;
  /** @param willRetry whether the same text is sent again by itself */
  readonly onProblem: (problem: ServiceProblem, willRetry: boolean) => void;
}

/** Analyzes a text while it changes: after a pause, and only the last version of it. */
export class LiveAnalysis {
  private current = new AbortController();

  constructor(private readonly options: LiveAnalysisOptions) {}

  /** Stops the analysis of the text before, and begins that of this text. */
  async update(text: string): Promise<void> {
    this.cancel();
    const { signal } = this.current;
    try {
      await this.options.sleep(DEBOUNCE_MS, signal);
      await this.analyze(text, createAnalysisRequest(text), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Stops the analysis. */
  cancel(): void {
    this.current.abort();
    this.current = new AbortController();
  }

  private async analyze(text: string, request: AnalysisRequest, signal: AbortSignal): Promise<void> {
    try {
      const answer = await this.options.analyze(request, signal);
      if (!signal.aborted) this.options.onAnswer(text, request, answer);
    } catch (error) {
      if (signal.aborted || !(error instanceof ServiceProblem)) throw error;
      // The service may count words in another way than this browser.
      if (request.explain && error.pointers.includes('/documents/0/text')) {
        await this.analyze(text, createPlainRequest(text), signal);
        return;
      }
      const willRetry = PASSING_STATUSES.has(error.status);
      this.options.onProblem(error, willRetry);
      if (!willRetry) return;
      await this.options.sleep(error.retryAfterMs ?? RETRY_MS, signal);
      await this.analyze(text, request, signal);
    }
  }
}
