import { readClassification, type Classification } from './classification.js';
import { systemClientClock, type ClientClock } from './client-clock.js';
import { ClientError } from './client-error.js';
import { ConcurrencyLimit, type Permit } from './concurrency-limit.js';
import { readModelInformation, type ModelInformation } from './model-information.js';
import { readProblem, type ReadResponse } from './read-problem.js';
import { RetryPolicy } from './retry-policy.js';
import { RetryWaits } from './retry-waits.js';
import { send, type SentRequest } from './send.js';
import { toServiceUrl } from './service-url.js';

export interface SentimentClientOptions {
  /** Address below which the routes of the service are, for example `http://localhost:8000`. */
  readonly url: string;
  /** Sent as `Authorization: Bearer <key>`. */
  readonly apiKey?: string | undefined;
  /** Longest time of one attempt, in milliseconds; a whole number. The service gives up after it too. Default: 60,000. */
  readonly timeoutMs?: number;
  /** Longest time of attempts without a success of any call, in milliseconds. Default: 60,000. */
  readonly maxRetryMs?: number;
  /** Most attempts of one call. Default: 200. */
  readonly maxAttempts?: number;
  /** Upper bounds of the random delays between attempts, in milliseconds: of the first one, and of all. Default: 500, 10,000. */
  readonly baseDelayMs?: number;
  readonly maxDelayMs?: number;
  /** Calls at the same time: in the beginning, and at most. Default: 8, 16. */
  readonly initialConcurrency?: number;
  readonly maxConcurrency?: number;
  /** Called before each wait for another attempt. */
  readonly onRetry?: (error: ClientError, delayMs: number) => void;
  readonly fetch?: typeof globalThis.fetch;
  readonly clock?: ClientClock;
  /** A number from 0 to 1, without 1. Default: Math.random. */
  readonly random?: () => number;
  /** Milliseconds since 1970. Default: Date.now. */
  readonly epochMs?: () => number;
}

export interface CallOptions {
  /** Ends the call with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Takes the place of the client's. */
  readonly maxRetryMs?: number;
  /** Whether an error that could go away is worth another attempt. `failures`: attempts that failed so far. */
  readonly shouldRetry?: (error: ClientError, failures: number) => boolean;
}

export interface ClassifyOptions extends CallOptions {
  /** Whether the answers have the neutral label too. */
  readonly neutral?: boolean;
}

/** A route of the service, and the body for it. */
interface RouteRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

/** Visible characters of ASCII: others are not valid in a header. */
const API_KEY = /^[\x21-\x7e]+$/;

/**
 * Calls a running sentiment service. Calls that fail because of the connection or the load of the service are sent again. All calls
 * of one client share the number of calls that may run at the same time, which follows the refusals (429) of the service.
 */
export class SentimentClient {
  private readonly baseUrl: string;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly timeoutMs: number;
  private readonly clock: ClientClock;
  private readonly limit: ConcurrencyLimit;
  private readonly policy: RetryPolicy;
  private readonly waits: RetryWaits;
  private calls = 0;
  private succeededMs = Number.NEGATIVE_INFINITY;

  /** @throws Error when the address or the key is not valid; the message quotes neither */
  constructor(private readonly options: SentimentClientOptions) {
    const { apiKey, timeoutMs = 60_000, initialConcurrency = 8, maxConcurrency = 16 } = options;
    this.baseUrl = toServiceUrl(options.url);
    if (apiKey !== undefined && !API_KEY.test(apiKey)) {
      throw new Error('the API key must have visible ASCII characters only');
    }
    this.headers = {
      Accept: 'application/json',
      'X-Request-Timeout-Ms': String(timeoutMs),
      ...(apiKey !== undefined && { Authorization: `Bearer ${apiKey}` }),
    };
    this.timeoutMs = timeoutMs;
    this.clock = options.clock ?? systemClientClock;
    this.limit = new ConcurrencyLimit({ initial: initialConcurrency, max: maxConcurrency, clock: this.clock });
    const { baseDelayMs = 500, maxDelayMs = 10_000, random = Math.random } = options;
    this.policy = new RetryPolicy({ baseDelayMs, maxDelayMs, random });
    this.waits = new RetryWaits({ shortDelayMs: baseDelayMs, clock: this.clock, random });
  }

  /**
   * Classifies texts in one request.
   *
   * @param texts at least one; the service bounds their number and size
   * @throws ClientError when the service refuses the request, or does not answer it in time
   */
  async classify(texts: readonly string[], options: ClassifyOptions = {}): Promise<Classification> {
    const body = JSON.stringify(options.neutral === true ? { text: texts, neutral: true } : { text: texts });
    const read = (response: ReadResponse) => readClassification(response, texts.length);
    return await this.call({ method: 'POST', path: '/predict', body }, read, options);
  }

  /**
   * Describes the model of the service.
   *
   * @throws ClientError as `classify`
   */
  async getModel(options: CallOptions = {}): Promise<ModelInformation> {
    return await this.call({ method: 'GET', path: '/model' }, readModelInformation, options);
  }

  private async call<T>(
    request: RouteRequest,
    read: (response: ReadResponse) => T,
    { signal, maxRetryMs = this.options.maxRetryMs ?? 60_000, shouldRetry }: CallOptions,
  ): Promise<T> {
    const { maxAttempts = 200, onRetry } = this.options;
    const order = this.calls++;
    const sent = this.toSentRequest(request);
    let firstFailureMs: number | undefined;
    for (let failures = 1; ; failures++) {
      const permit = await this.limit.acquire(order, signal);
      try {
        return await this.attempt(sent, read, permit, signal);
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        const nowMs = this.clock.nowMs();
        firstFailureMs ??= nowMs;
        const leftMs = maxRetryMs - (nowMs - Math.max(firstFailureMs, this.succeededMs));
        const delay = this.policy.chooseDelay(failures, error);
        const isOver = leftMs <= 0 || delay.leastMs > leftMs || failures >= maxAttempts;
        if (isOver || !this.policy.isRetryable(error) || shouldRetry?.(error, failures) === false) throw error;
        // The last attempt is at the end of the time.
        const delayMs = Math.min(delay.delayMs, leftMs);
        onRetry?.(error, delayMs);
        await this.waits.wait({ ...delay, delayMs }, signal);
      }
    }
  }

  private async attempt<T>(
    request: SentRequest,
    read: (response: ReadResponse) => T,
    permit: Permit,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    try {
      const response = await send(request, { timeoutMs: this.timeoutMs, clock: this.clock, signal });
      if (response.status !== 200) throw this.toError(response, permit);
      const answer = read(response);
      this.succeededMs = this.clock.nowMs();
      this.waits.endOutage();
      permit.release({ type: 'succeeded' });
      return answer;
    } finally {
      permit.release({ type: 'failed' });
    }
  }

  private toError(response: ReadResponse, permit: Permit): ClientError {
    const { epochMs = Date.now } = this.options;
    const error = readProblem(response, epochMs());
    if (error.status === 429) permit.release({ type: 'refused', pauseMs: error.retryAfterMs ?? 0 });
    return error;
  }

  private toSentRequest({ method, path, body }: RouteRequest): SentRequest {
    const { fetch = globalThis.fetch } = this.options;
    const contentType = body === undefined ? {} : { 'Content-Type': 'application/json' };
    return {
      // Browsers refuse a `fetch` that is called as a method of another object.
      fetch: (...args) => fetch(...args),
      url: this.baseUrl + path,
      // A redirection could take the key to another host.
      init: {
        method,
        headers: { ...this.headers, ...contentType },
        redirect: 'manual',
        ...(body !== undefined && { body }),
      },
    };
  }
}
