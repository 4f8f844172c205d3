import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from '#libs/testing';
import { eventLoopDelay } from '../service-measurements.js';

const LIMIT_MS = 5_000;

/** The longest event-loop delay since the last call; NaN when the service has ended, or says nothing for long. */
export async function longestLoopDelayMs(api: Api): Promise<number> {
  if (api.process.exitCode !== null || api.process.signalCode !== null) return Number.NaN;
  const asked = eventLoopDelay(api).then(({ maxMs }) => maxMs);
  const none = () => Number.NaN;
  return Promise.race([
    asked,
    once(api.process, 'exit').then(none),
    sleep(LIMIT_MS, undefined, { ref: false }).then(none),
  ]);
}
