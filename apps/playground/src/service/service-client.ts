import { ClientError, SentimentClient } from '#libs/client';
import type { AnalysisAnswer, ModelAnswer, PredictionAnswer } from './answers.js';
import type { AnalysisRequest } from './analysis-request.js';
import { toServiceProblem } from './service-problem.js';

/** The page decides on each error by itself, and shows why it waits. */
const ONE_ATTEMPT = { shouldRetry: () => false };

/** Calls the service that served the page. */
export class ServiceClient {
  private readonly baseUrl: string;
  private client: SentimentClient;
  private hasKey = false;

  /** @param pageUrl address of the page; the routes are beside it */
  constructor(pageUrl: string) {
    const { origin, pathname } = new URL('.', pageUrl);
    this.baseUrl = origin + pathname;
    this.client = new SentimentClient({ url: this.baseUrl });
  }

  get hasApiKey(): boolean {
    return this.hasKey;
  }

  /**
   * The key is only here, in memory: the page stores no key.
   *
   * @throws Error when the key is not valid; the message does not quote it
   */
  useApiKey(apiKey: string): void {
    this.client = new SentimentClient({ url: this.baseUrl, apiKey });
    this.hasKey = true;
  }

  /** The address of a route. */
  getUrl(route: string): string {
    return this.baseUrl + route;
  }

  /** @throws ServiceProblem; DOMException `AbortError` */
  analyze({ documents, ...settings }: AnalysisRequest, signal: AbortSignal): Promise<AnalysisAnswer> {
    return translateErrors(this.client.analyze(documents, { ...settings, signal, ...ONE_ATTEMPT }));
  }

  /**
   * @param neutral whether the answer has the neutral label
   * @throws ServiceProblem; DOMException `AbortError`
   */
  async predict(texts: readonly string[], neutral: boolean, signal: AbortSignal): Promise<PredictionAnswer> {
    const call = this.client.classify(texts, { neutral, signal, ...ONE_ATTEMPT });
    const { predictions } = await translateErrors(call);
    return { predictions: predictions.map(({ scores }) => scores) };
  }

  /** @throws ServiceProblem */
  readModel(): Promise<ModelAnswer> {
    return translateErrors(this.client.getModel(ONE_ATTEMPT));
  }
}

async function translateErrors<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof ClientError ? toServiceProblem(error) : error;
  }
}
