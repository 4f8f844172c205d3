import type { ClientClock } from './client-clock.js';

export interface RetryWaitsOptions {
  /** Upper bound of the rest of a wait that is shortened, in milliseconds. */
  readonly shortDelayMs: number;
  readonly clock: ClientClock;
  /** A number from 0 to 1, without 1. */
  readonly random: () => number;
}

/** How long a call waits. */
export interface RetryDelay {
  readonly delayMs: number;
  /** The part of it that cannot be shortened. */
  readonly leastMs: number;
  /** Whether the wait is for a service that does not answer at all, so that it may end when another call succeeds. */
  readonly isOutage: boolean;
}

/**
 * The waits of calls for their next attempts. After an outage the first success shortens the waits of the other calls: their delays
 * have grown with the length of the outage, which is over.
 */
export class RetryWaits {
  private readonly outages = new Set<() => void>();

  constructor(private readonly options: RetryWaitsOptions) {}

  /** @throws the reason of the signal, as soon as it is aborted */
  wait({ delayMs, leastMs, isOutage }: RetryDelay, signal?: AbortSignal): Promise<void> {
    const { clock, shortDelayMs, random } = this.options;
    return new Promise<void>((resolve, reject) => {
      signal?.throwIfAborted();
      const startedMs = clock.nowMs();
      const end = () => {
        cancel();
        this.outages.delete(shorten);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = () => {
        end();
        reject(signal?.reason as Error);
      };
      const finish = () => {
        end();
        resolve();
      };
      const shorten = () => {
        const passedMs = clock.nowMs() - startedMs;
        const restMs = Math.max(leastMs - passedMs, random() * shortDelayMs);
        if (passedMs + restMs >= delayMs) return;
        cancel();
        cancel = clock.after(restMs, finish);
      };
      let cancel = clock.after(delayMs, finish);
      if (isOutage) this.outages.add(shorten);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** A call succeeded. Each wait is shortened once: a call that fails alone must not come back with every success of the others. */
  endOutage(): void {
    for (const shorten of this.outages) shorten();
    this.outages.clear();
  }
}
