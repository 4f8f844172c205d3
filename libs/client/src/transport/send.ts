import type { ClientClock } from './client-clock.js';
import { ClientError } from './client-error.js';
import { createHiddenRedirectError, createTimeoutError, toFetchError } from './transport-errors.js';
import { readBody } from './read-body.js';
import type { ReadResponse } from './read-problem.js';

export interface SentRequest {
  readonly fetch: typeof globalThis.fetch;
  readonly url: string;
  readonly init: RequestInit;
}

export interface SendLimits {
  /** Longest time until the answer is complete, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: ClientClock;
  readonly signal: AbortSignal;
}

/**
 * Sends a request once, and reads the answer to its end.
 *
 * @throws ClientError `connection-failed`, `timed-out`, `redirected`, `broken-answer`; the reason of the signal
 */
export async function send(
  { fetch, url, init }: SentRequest,
  { timeoutMs, clock, signal }: SendLimits,
): Promise<ReadResponse> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const abort = () => {
    controller.abort();
  };
  const timeout = new AbortController();
  const cancelTimer = clock.after(timeoutMs, () => {
    timeout.abort();
    abort();
  });
  signal.addEventListener('abort', abort, { once: true });
  try {
    const response = await fetch(url, { ...init, signal: controller.signal });
    refuseHiddenRedirect(response);
    return { status: response.status, headers: response.headers, text: await readBody(response) };
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.signal.aborted) throw createTimeoutError(timeoutMs);
    throw error instanceof ClientError ? error : toFetchError(error);
  } finally {
    cancelTimer();
    signal.removeEventListener('abort', abort);
  }
}

/**
 * Browsers show neither the status nor the target of a redirection that they do not follow.
 *
 * @throws ClientError `redirected`
 */
export function refuseHiddenRedirect({ type }: Pick<Response, 'type'>): void {
  if (type === 'opaqueredirect') throw createHiddenRedirectError();
}
