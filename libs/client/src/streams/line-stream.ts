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
const LANES: Readonly<Record<LineTransfer, number>> = { stream: 1, requests: 2 };
/** Time for the end of a request after the last answer, in milliseconds. */
const END_WITHIN_MS = 1_000;

export interface StreamOptions extends CallOptions {
  /** Default: what the runtime can do. */
  readonly transfer?: LineTransfer;
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
 * Sends lines, and gives their answers in the order of the lines. Nothing begins before the first answer is asked for.
 *
 * @throws ClientError when the service refuses the stream, or does not answer in time; the reason of the signal; what the input throws;
 * TypeError for an input that has no lines
 */
export async function* streamLines<T>(
  transport: ServiceTransport,
  route: LineRoute<T>,
  input: LineSource<object>,
  options: StreamOptions,
): AsyncGenerator<LineAnswer<T>, void, undefined> {
  yield* new LineStream(transport, route, input, options).run();
}

class LineStream<T> {
  private readonly window: LineWindow<T>;
  private readonly transfer: LineTransfer;
  private readonly budget: RetryBudget;
  private readonly scope: CallScope;
  private readonly retries: LineRetries;
  private readonly size = new RequestSize();
  private failure: { readonly error: unknown } | undefined;
  /** The wait for the next attempt after a failed one. No lane sends anything meanwhile. */
  private recovery: Promise<void> | undefined;
  private lanes: readonly Promise<void>[] = [];

  constructor(
    private readonly transport: ServiceTransport,
    private readonly route: LineRoute<T>,
    input: LineSource<object>,
    options: StreamOptions,
  ) {
    this.window = new LineWindow<T>(input, { path: route.path, values: route.lineOptions }, WINDOW_LIMITS);
    this.transfer = chooseLineTransfer(options.transfer);
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
    scope.signal.addEventListener('abort', wake);
    try {
      scope.signal.throwIfAborted();
      window.read();
      this.lanes = Array.from({ length: LANES[this.transfer] }, () => this.runLane());
      while (!window.checkComplete()) {
        const answer = window.shift();
        if (answer) yield answer;
        else if (this.failure) throw this.failure.error;
        else await window.changed();
        scope.signal.throwIfAborted();
      }
      await this.untilLanesEnd();
    } finally {
      scope.signal.removeEventListener('abort', wake);
      scope.cancel(new Error('the stream has ended'));
      await window.close();
    }
  }

  /** Sends lines, in one request after the other. */
  private async runLane(): Promise<void> {
    try {
      while (await this.window.untilUnsent()) await this.attempt();
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.window.notify();
  }

  /** A connection whose answer was read to its end can be used again. */
  private async untilLanesEnd(): Promise<void> {
    let cancel = () => {};
    const timeout = new Promise<void>((resolve) => {
      cancel = this.transport.clock.after(END_WITHIN_MS, resolve);
    });
    await Promise.race([Promise.all(this.lanes), timeout]);
    cancel();
  }

  private async attempt(): Promise<void> {
    const { transport, scope, window, transfer, size, budget } = this;
    const { path, read } = this.route;
    await this.recovery;
    const permit = await transport.acquire(transport.takeTurn(), scope.signal);
    const onAnswer = () => {
      budget.renew();
      transport.noteSuccess();
    };
    const retry: LineRetries['retry'] = (line, answer) => {
      this.retries.retry(line, answer);
    };
    try {
      // Another lane may have taken the lines in the meantime.
      if (!window.hasUnsent) return;
      const route = { transport, path, transfer, read };
      await new LineExchange<T>({ ...route, window, size, scope, permit, retry, onAnswer }).run();
    } catch (error) {
      permit.release({ type: 'failed' });
      const wait = transport.waitAfter(error, budget, scope);
      // The other lane ends with the stream when there is no other attempt.
      this.recovery = wait.catch(() => {});
      await wait;
    } finally {
      permit.release({ type: 'failed' });
    }
  }
}
