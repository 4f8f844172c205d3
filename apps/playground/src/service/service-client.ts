import type { AnalysisAnswer, ModelAnswer, PredictionAnswer } from './answers.js';
import type { AnalysisRequest } from './analysis-request.js';
import { createUnreachableProblem, toServiceProblem } from './service-problem.js';

/** Calls the service that served the page. */
export class ServiceClient {
  /** Only here, in memory: the page stores no key. */
  private apiKey: string | undefined;

  /** @param pageUrl address of the page; the routes are beside it */
  constructor(private readonly pageUrl: string) {}

  get hasApiKey(): boolean {
    return this.apiKey !== undefined;
  }

  useApiKey(apiKey: string): void {
    this.apiKey = apiKey;
  }

  /** The address of a route. */
  getUrl(route: string): string {
    return new URL(route, this.pageUrl).href;
  }

  /** @throws ServiceProblem; DOMException `AbortError` */
  analyze(request: AnalysisRequest, signal: AbortSignal): Promise<AnalysisAnswer> {
    return this.post('analyze', request, signal) as Promise<AnalysisAnswer>;
  }

  /**
   * @param neutral whether the answer has the neutral label
   * @throws ServiceProblem; DOMException `AbortError`
   */
  predict(texts: readonly string[], neutral: boolean, signal: AbortSignal): Promise<PredictionAnswer> {
    return this.post(
      'predict',
      neutral ? { text: texts, neutral } : { text: texts },
      signal,
    ) as Promise<PredictionAnswer>;
  }

  /** @throws ServiceProblem */
  readModel(): Promise<ModelAnswer> {
    return this.send('model', {}) as Promise<ModelAnswer>;
  }

  private post(route: string, body: object, signal: AbortSignal): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    return this.send(route, { method: 'POST', headers, body: JSON.stringify(body), signal });
  }

  private async send(route: string, init: RequestInit): Promise<unknown> {
    const headers = new Headers(init.headers);
    if (this.apiKey !== undefined) headers.set('x-api-key', this.apiKey);
    try {
      const response = await fetch(this.getUrl(route), { ...init, headers, credentials: 'same-origin' });
      const body = await response.text();
      if (!response.ok) throw toServiceProblem(response.status, body, response.headers.get('retry-after'));
      return JSON.parse(body);
    } catch (error) {
      // fetch says no more than that it failed.
      if (error instanceof TypeError || error instanceof SyntaxError) throw createUnreachableProblem();
      throw error;
    }
  }
}
