import type { Response } from 'express';

/**
 * A signal that is aborted when the client leaves before it has its answer. (The request's own 'close' fires as soon
 * as the body is read; the response's fires at the end as well, when everything was written.)
 */
export function disconnectSignal(response: Response): AbortSignal {
  const presence = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) presence.abort();
  });
  return presence.signal;
}
