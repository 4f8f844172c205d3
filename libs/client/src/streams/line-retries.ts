import type { CallScope } from '../transport/call-scope.js';
import { ClientError } from '../transport/client-error.js';
import type { RetryBudget } from '../transport/retry-budget.js';
import type { ServiceTransport } from '../transport/service-transport.js';
import type { FailedLineAnswer } from './line-answer.js';
import type { SentLine } from './line-input.js';
import type { LineWindow } from './line-window.js';

/** A line with an error that may go away is sent so many times. */
const MAX_LINE_ATTEMPTS = 3;

export interface LineRetriesOptions {
  readonly transport: Pick<ServiceTransport, 'waitAfter'>;
  readonly scope: CallScope;
  readonly window: Pick<LineWindow<unknown>, 'putBack' | 'settle'>;
  readonly createBudget: () => RetryBudget;
  /** Called when a function of the caller has thrown. */
  readonly onFailure: (error: unknown) => void;
}

/** Lines that failed equally often, and wait together: else each would be sent in a request of its own. */
interface RetryGroup {
  readonly budget: RetryBudget;
  readonly failed: { readonly line: SentLine; readonly answer: FailedLineAnswer }[];
}

/** Puts lines back into the window whose error may go away, after the same waits as requests. */
export class LineRetries {
  private readonly failures = new WeakMap<SentLine, { readonly count: number; readonly budget: RetryBudget }>();
  /** By the number of failures of their lines. */
  private readonly waiting = new Map<number, RetryGroup>();

  constructor(private readonly options: LineRetriesOptions) {}

  /** Settles the line with its error when there is no other attempt. */
  retry(line: SentLine, answer: FailedLineAnswer): void {
    const last = this.failures.get(line);
    const count = (last?.count ?? 0) + 1;
    if (count >= MAX_LINE_ATTEMPTS) {
      this.options.window.settle(answer);
      return;
    }
    const waiting = this.waiting.get(count);
    const group = waiting ?? { budget: last?.budget ?? this.options.createBudget(), failed: [] };
    group.failed.push({ line, answer });
    this.failures.set(line, { count, budget: group.budget });
    if (waiting) return;
    this.waiting.set(count, group);
    void this.wait(count, group, answer);
  }

  private async wait(count: number, { budget, failed }: RetryGroup, { index, error }: FailedLineAnswer): Promise<void> {
    const { transport, scope, window, onFailure } = this.options;
    const { kind, status, detail } = error;
    const message = `the service did not answer line ${index} (${kind}): ${detail}`;
    const failure = new ClientError(message, { kind, status, detail });
    try {
      await transport.waitAfter(failure, budget, scope);
      window.putBack(failed.map(({ line }) => line));
    } catch (reason) {
      if (scope.signal.aborted) return;
      if (reason === failure) for (const { answer } of failed) window.settle(answer);
      else onFailure(reason);
    } finally {
      this.waiting.delete(count);
    }
  }
}
