import { checkNumbers } from './check-numbers.js';
import { CallScope } from './call-scope.js';
import { systemClientClock, type ClientClock } from './client-clock.js';
import { ClientError } from './client-error.js';
import type { CallOptions, SentimentClientOptions } from './client-options.js';
import { ConcurrencyLimit, type Permit } from './concurrency-limit.js';
import { isRecord } from './parse-json.js';
import { readProblem, type ReadResponse } from './read-problem.js';
import { RetryBudget } from './retry-budget.js';
import { RetryPolicy } from './retry-policy.js';
import { RetryWaits } from './retry-waits.js';
import { send, type SentRequest } from './send.js';
import { toServiceUrl } from './service-url.js';

/** A route of the service, and the body for it. */
export interface RouteRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  /** Statuses of answers; all others are errors. Default: 200. */
  readonly statuses?: readonly number[];
  /** Whether the request asks about the service: it waits for no other request, and tells nothing about them. */
  readonly isProbe?: boolean;
}

/** The part of a request that its route decides. */
export interface RouteInit extends Omit<RequestInit, 'headers' | 'redirect' | 'signal'> {
  readonly headers: Readonly<Record<string, string>>;
  /** Part of the standard of `fetch`: required for a body that is a stream. */
  readonly duplex?: 'half';
}

const DEFAULT_MAX_RETRY_MS = 60_000;
const PROBE_PERMIT: Permit = { release: () => {} };
const ANSWERED: readonly number[] = [200];
/** Visible characters of ASCII: others are not valid in a header. */
const API_KEY = /^[\x21-\x7e]+$/;

/**
 * Sends the requests of one client, again where that may help. All of them share the number of requests that may run at the same
 * time, which follows the refusals (429) of the service.
 */
export class ServiceTransport {
  /** Longest time of one attempt, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: ClientClock;
  private readonly baseUrl: string;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly limit: ConcurrencyLimit;
  private readonly policy: RetryPolicy;
  private readonly waits: RetryWaits;
  private calls = 0;
  private succeededMs = Number.NEGATIVE_INFINITY;

  /** @throws Error when the address, the key or a number is not valid; the message quotes neither address nor key */
  constructor(private readonly options: SentimentClientOptions) {
    if (!isRecord(options)) throw new TypeError('the options of the client must be an object with url');
    checkNumbers(options);
    const { apiKey, timeoutMs = 60_000, initialConcurrency = 8, maxConcurrency = 16 } = options;
    this.baseUrl = readUrl(options.url);
    if (apiKey !== undefined && !API_KEY.test(apiKey)) {
      throw new Error('the API key must have visible ASCII characters only');
    }
    this.headers = apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` };
    this.timeoutMs = timeoutMs;
    this.clock = options.clock ?? systemClientClock;
    this.limit = new ConcurrencyLimit({ initial: initialConcurrency, max: maxConcurrency, clock: this.clock });
    const { baseDelayMs = 500, maxDelayMs = 10_000, random = Math.random } = options;
    this.policy = new RetryPolicy({ baseDelayMs, maxDelayMs, random });
    this.waits = new RetryWaits({ shortDelayMs: baseDelayMs, clock: this.clock, random });
  }

  /**
   * Sends a request until it has an answer.
   *
   * @throws ClientError when the service refuses the request, or does not answer it in time; the reason of the signal
   */
  async call<T>(route: RouteRequest, read: (response: ReadResponse) => T, options: CallOptions): Promise<T> {
    const scope = new CallScope(options, this.clock);
    const budget = this.createBudget(options);
    const order = this.nextOrder();
    try {
      for (;;) {
        const permit = route.isProbe ? PROBE_PERMIT : await this.acquire(order, scope, options);
        try {
          return await this.attempt(route, read, permit, scope);
        } catch (error) {
          await this.waitAfter(error, budget, scope);
        }
      }
    } finally {
      scope.end();
    }
  }

  /** The place of a call in the order of all calls: calls that came earlier start earlier. */
  nextOrder(): number {
    return this.calls++;
  }

  /**
   * Waits until a request may start.
   *
   * @throws the last refusal, when the service asked for a longer wait than `maxRetryMs`; the reason of the scope
   */
  async acquire(order: number, scope: CallScope, { maxRetryMs = this.maxRetryMs }: CallOptions): Promise<Permit> {
    const { refusal } = this.limit;
    if (refusal) scope.noteFailure(refusal);
    return await this.limit.acquire({ order, maxPauseMs: maxRetryMs, signal: scope.signal });
  }

  createBudget({ maxRetryMs = this.maxRetryMs, shouldRetry }: CallOptions): RetryBudget {
    const { maxAttempts = 200 } = this.options;
    return new RetryBudget({
      policy: this.policy,
      clock: this.clock,
      maxRetryMs,
      maxAttempts,
      getSucceededMs: () => this.succeededMs,
      ...(shouldRetry && { shouldRetry }),
    });
  }

  /**
   * Waits until the next attempt after a failed one.
   *
   * @throws the error, when there is no other attempt
   */
  async waitAfter(error: unknown, budget: RetryBudget, scope: CallScope): Promise<void> {
    if (!(error instanceof ClientError) || scope.signal.aborted) throw error;
    scope.noteFailure(error);
    const delay = budget.spend(error);
    if (!delay || delay.leastMs > scope.leftMs) throw error;
    this.options.onRetry?.(error, delay.delayMs);
    await this.waits.wait(delay, scope.signal);
  }

  /** The service has answered: it works again. */
  noteSuccess(): void {
    this.succeededMs = this.clock.nowMs();
    this.waits.endOutage();
  }

  /** The error of an answer. After 429 no request starts within `Retry-After`. */
  toError(response: ReadResponse, permit: Permit): ClientError {
    const { epochMs = Date.now } = this.options;
    const error = readProblem(response, epochMs());
    if (error.status === 429) {
      permit.release({ type: 'refused', pauseMs: error.retryAfterMs ?? 0, error });
    }
    return error;
  }

  private get maxRetryMs(): number {
    return this.options.maxRetryMs ?? DEFAULT_MAX_RETRY_MS;
  }

  /** @param timeoutMs after which the service gives up, in milliseconds */
  toSentRequest(path: string, timeoutMs: number, { headers, ...init }: RouteInit): SentRequest {
    const { fetch = globalThis.fetch } = this.options;
    return {
      // Browsers refuse a `fetch` that is called as a method of another object.
      fetch: (...args) => fetch(...args),
      url: this.baseUrl + path,
      init: {
        ...init,
        headers: { ...this.headers, 'X-Request-Timeout-Ms': String(Math.max(1, Math.ceil(timeoutMs))), ...headers },
        // A redirection could take the key to another host.
        redirect: 'manual',
      },
    };
  }

  private async attempt<T>(
    { method, path, body, statuses = ANSWERED, isProbe = false }: RouteRequest,
    read: (response: ReadResponse) => T,
    permit: Permit,
    scope: CallScope,
  ): Promise<T> {
    const { clock } = this;
    const timeoutMs = Math.min(this.timeoutMs, scope.leftMs);
    const headers = {
      Accept: 'application/json',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    };
    const request = this.toSentRequest(path, timeoutMs, { method, headers, ...(body !== undefined && { body }) });
    try {
      const response = await send(request, { timeoutMs: this.timeoutMs, clock, signal: scope.signal });
      if (!statuses.includes(response.status)) throw this.toError(response, permit);
      const answer = readAnswer(response, read);
      if (!isProbe) this.noteSuccess();
      permit.release({ type: 'succeeded' });
      return answer;
    } finally {
      permit.release({ type: 'failed' });
    }
  }
}

/** @throws Error with a sentence about the address, which quotes nothing of it */
function readUrl(url: string): string {
  try {
    return toServiceUrl(url);
  } catch (error) {
    throw new Error(`url ${error instanceof Error ? error.message : 'is not valid'}`, { cause: error });
  }
}

/** @throws ClientError `broken-answer` with the status of the answer */
function readAnswer<T>(response: ReadResponse, read: (response: ReadResponse) => T): T {
  try {
    return read(response);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    throw new ClientError(error.message, { kind: error.kind, status: response.status });
  }
}
