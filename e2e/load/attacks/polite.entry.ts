/** A polite client and probes, in a process of their own: takes a PoliteJob as its argument, sends a PoliteResult. */
import { ask } from './ask.js';
import { newWord } from './new-word.js';
import { openLoop } from './open-loop.js';
import type { PoliteJob, PoliteResult } from './polite-job.js';

const REQUESTS_PER_SECOND = 5;
/** A second past the deadline of the service. */
const REQUEST_TIMEOUT_MS = 11_000;
const PROBES_PER_SECOND = 2;
const PROBE_TIMEOUT_MS = 2_000;
/** Probes come from the machine that the service runs on, not from its clients. */
const PROBE_ADDRESS = '127.0.0.3';

const { port, localAddress, key, seconds } = JSON.parse(process.argv[2] ?? '{}') as PoliteJob;
const headers = { 'content-type': 'application/json', ...(key !== undefined && { 'x-api-key': key }) };

process.once('disconnect', () => process.exit());
const client = openLoop(REQUESTS_PER_SECOND, seconds, () => {
  const body = JSON.stringify({ text: [`the play ${newWord()} is a pleasure`] });
  return ask({ port, localAddress, path: '/predict', timeoutMs: REQUEST_TIMEOUT_MS, body, headers });
});
const probes = ['/health/live', '/health/ready'].map((path) => {
  return openLoop(PROBES_PER_SECOND, seconds, async () => {
    return { path, ...(await ask({ port, localAddress: PROBE_ADDRESS, path, timeoutMs: PROBE_TIMEOUT_MS })) };
  });
});
const result: PoliteResult = { replies: await client, probes: (await Promise.all(probes)).flat() };
process.send?.(result, () => process.disconnect());
