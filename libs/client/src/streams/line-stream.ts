import { CallScope } from '../transport/call-scope.js';
import type { CallOptions } from '../transport/client-options.js';
import type { RetryBudget } from '../transport/retry-budget.js';
import type { ServiceTransport } from '../transport/service-transport.js';
import type { LineAnswer } from './line-answer.js';
import { LineExchange } from './line-exchange.js';
import type { LinePath, LineSource } from './line-input.js';
import { LineRetries } from './line-retries.js';
import { chooseLineTransfer, type LineTransfer } from './line-transfer.js';
import { LineWindow } from './line-window.js';
import { RequestSize } from './request-size.js';

/** Lines between the input and the reader of the answers. */
const WINDOW_LIMITS = { maxLines: 512, maxChars: 1_024 * 1_024 };
/** Requests at the same time, by the way in which lines are sent. */
const CONCURRENT_REQUESTS: Readonly<Record<LineTransfer, number>> = { stream: 1, requests: 2 };
/** Time for the end of a request after the last answer, in milliseconds. */
const END_WITHIN_MS = 1_000;

export interface StreamOptions extends CallOptions {
  /** Default: what the runtime can do. */
  readonly transfer?: LineTransfer | undefined;
}

/** A route that answers lines. */
export interface LineRoute<T> {
  readonly path: LinePath;
  /** Options of the service for all lines. */
  readonly lineOptions: object;
  /** @throws ClientError `broken-answer` */
  readonly read: (answer: Readonly<Record<string, unknown>>) => T;
}

/**
 * Sends lines, and gives their answers in the order of the lines. Nothing begins before the first answer is asked for. Its methods
 * `return` and `throw` end the stream at once, also while an answer is waited for.
 *
 * @throws ClientError when the service refuses the stream, or does not answer in time; the reason of the signal; what the input throws;
 * TypeError for an input that has no lines; RangeError for an option that is not valid
 */
export function streamLines<T>(
  transport: ServiceTransport,
  route: LineRoute<T>,
  input: LineSource<object>,
  options: StreamOptions,
): AsyncGenerator<LineAnswer<T>, void, undefined> {
  let stream: LineStream<T> | undefined;
  const answers = (async function* () {
    stream = new LineStream(transport, route, input, options);
    yield* stream.run();
  })();
  const end = { return: answers.return.bind(answers), throw: answers.throw.bind(answers) };
  // A generator would take them only after the answer that it waits for.
  return Object.assign(answers, {
    return: async () => {
      stream?.leave();
      return await end.return();
    },
    throw: async (error: unknown) => {
      stream?.leave();
      return await end.throw(error);
    },
  });
}

class LineStream<T> {
  private readonly window: LineWindow<T>;
  private readonly transfer: LineTransfer;
  private readonly budget: RetryBudget;
  private readonly scope: CallScope;
  private readonly retries: LineRetries;
  private readonly size = new RequestSize();
  private failure: { readonly error: unknown } | undefined;
  private hasLeft = false;
  /** The wait after the last request that failed. A request waits for it before it waits for its permit. */
  private recovery: Promise<void> | undefined;
  private senders: readonly Promise<void>[] = [];

  constructor(
    private readonly transport: ServiceTransport,
    private readonly route: LineRoute<T>,
    input: LineSource<object>,
    private readonly options: StreamOptions,
  ) {
    this.transfer = chooseLineTransfer(options.transfer);
    this.window = new LineWindow<T>(input, { path: route.path, values: route.lineOptions }, WINDOW_LIMITS);
    this.budget = transport.createBudget(options);
    this.scope = new CallScope(options, transport.clock);
    this.retries = new LineRetries({
      transport,
      scope: this.scope,
      window: this.window,
      createBudget: () => transport.createBudget(options),
      onFailure: (error) => {
        this.fail(error);
      },
    });
  }

  async *run(): AsyncGenerator<LineAnswer<T>, void, undefined> {
    const { window, scope } = this;
    const wake = () => {
      window.notify();
    };
    let hasFailed = false;
    scope.signal.addEventListener('abort', wake);
    try {
      scope.signal.throwIfAborted();
      window.read();
      this.senders = Array.from({ length: CONCURRENT_REQUESTS[this.transfer] }, () => this.sendRequests());
      while (!window.checkComplete()) {
        const answer = window.shift();
        if (answer) yield answer;
        else if (this.failure) throw this.failure.error;
        else await window.changed();
        if (this.hasLeft) return;
        scope.signal.throwIfAborted();
      }
      await this.untilRequestsEnd();
    } catch (error) {
      hasFailed = true;
      throw error;
    } finally {
      scope.signal.removeEventListener('abort', wake);
      scope.cancel(new Error('the stream has ended'));
      const closed = window.close();
      // The caller has its error at once, however long the input needs for its end.
      if (!hasFailed) await closed;
    }
  }

  /** The reader wants no further answer: ends the requests, and the wait for an answer. */
  leave(): void {
    this.hasLeft = true;
    this.scope.cancel(new Error('the reader has left'));
  }

  /** Sends lines, in one request after the other. */
  private async sendRequests(): Promise<void> {
    try {
      while (await this.window.untilUnsent()) await this.attempt();
    } catch (error) {
      this.fail(error);
    }
  }

  /** The stream ends after the answers that are known. No other request begins. */
  private fail(error: unknown): void {
    this.failure ??= { error };
    void this.window.close();
  }

  /** A connection whose answer was read to its end can be used again. */
  private async untilRequestsEnd(): Promise<void> {
    let cancel = () => {};
    const timeout = new Promise<void>((resolve) => {
      cancel = this.transport.clock.after(END_WITHIN_MS, resolve);
    });
    await Promise.race([Promise.all(this.senders), timeout]);
    cancel();
  }

  private async attempt(): Promise<void> {
    const { transport, scope, window, transfer, size, budget } = this;
    const { path, read } = this.route;
    await this.recovery;
    const permit = await transport.acquire(transport.nextOrder(), scope, this.options);
    const onAnswer = () => {
      budget.renew();
      transport.noteSuccess();
    };
    const retry: LineRetries['retry'] = (line, answer) => {
      this.retries.retry(line, answer);
    };
    try {
      // Another request may have taken the lines in the meantime.
      if (!window.hasUnsent) return;
      const route = { transport, path, transfer, read };
      await new LineExchange<T>({ ...route, window, size, scope, permit, retry, onAnswer }).run();
    } catch (error) {
      permit.release({ type: 'failed' });
      const wait = transport.waitAfter(error, budget, scope);
      // Other requests end with the stream when there is no other attempt.
      this.recovery = wait.catch(() => {});
      await wait;
    } finally {
      permit.release({ type: 'failed' });
    }
  }
}
