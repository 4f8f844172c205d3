/**
 * Preloaded into the service by the bench (`node --import`): measures its event loop from inside and writes the
 * figures to stderr at SIGUSR2, then starts over.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Finer ones wake the service a thousand times a second, which shows in its throughput. */
const RESOLUTION_MS = 10;
const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
histogram.enable();

process.on('SIGUSR2', () => {
  // The histogram holds whole intervals; what lies beyond the timer's own period is delay.
  const delayMs = (percentile: number) => Math.max(0, histogram.percentile(percentile) / 1e6 - RESOLUTION_MS);
  const figures = { p50Ms: delayMs(50), p99Ms: delayMs(99), maxMs: delayMs(100) };
  histogram.reset();
  process.stderr.write(`event-loop-delay ${JSON.stringify(figures)}\n`);
});
