import type { Response } from 'express';
import type { CacheDirectives, ClassifyContext } from '#libs/prediction';

/** The circumstances of a call that an HTTP request makes. */
export class HttpClassifyContext implements ClassifyContext {
  private abortSignal: AbortSignal | undefined;

  readonly client: string;
  readonly deadlineMs: number;
  readonly cache: CacheDirectives | undefined;

  constructor(
    { client, deadlineMs, cache }: Pick<HttpClassifyContext, 'client' | 'deadlineMs' | 'cache'>,
    private readonly response: Response,
  ) {
    this.client = client;
    this.deadlineMs = deadlineMs;
    this.cache = cache;
  }

  /**
   * Aborted when the client leaves before it has its answer. Made when it is first read: a request of cached texts needs
   * no signal, and one costs microseconds. (The 'close' event of the request comes as soon as the body is read. The
   * 'close' event of the response also comes after a complete answer.)
   */
  get signal(): AbortSignal {
    return (this.abortSignal ??= createDisconnectSignal(this.response));
  }
}

/** A signal that is aborted when the client of a response leaves before it has the whole answer. */
export function createDisconnectSignal(response: Response): AbortSignal {
  // The 'close' event of a response that is closed already never comes.
  if (response.closed) return AbortSignal.abort();
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) controller.abort();
  });
  return controller.signal;
}
