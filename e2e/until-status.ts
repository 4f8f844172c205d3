import { expect, vi } from 'vitest';
import { WAIT_LIMIT_MS } from './wait-limit.js';

/**
 * Sends a request again and again until it is answered with a status.
 *
 * @param send sends the request once
 * @returns the answer with that status
 */
export function untilStatus(send: () => Promise<Response>, status: number): Promise<Response> {
  return vi.waitFor(
    async () => {
      const response = await send();
      expect(response.status, `the status of ${response.url} after ${WAIT_LIMIT_MS} ms`).toBe(status);
      return response;
    },
    { timeout: WAIT_LIMIT_MS, interval: 10 },
  );
}
