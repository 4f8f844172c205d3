import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from './statistics.js';

/** Often enough for a 99th percentile over a bench, and rare enough not to be part of the load. */
const INTERVAL_MS = 100;

/** Asks for /health without pause until it is stopped. */
export class HealthProbe {
  private readonly tookMs: number[] = [];
  private readonly done: Promise<void>;
  private stopped = false;

  constructor(private readonly url: string) {
    this.done = this.ask();
  }

  /** @returns the 99th percentile in milliseconds */
  async stop(): Promise<number> {
    this.stopped = true;
    await this.done;
    return quantile(this.tookMs, 0.99);
  }

  private async ask(): Promise<void> {
    while (!this.stopped) {
      const startMs = performance.now();
      const response = await fetch(`${this.url}/health`);
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${this.url}/health is ${response.status}`);
      this.tookMs.push(performance.now() - startMs);
      await sleep(INTERVAL_MS);
    }
  }
}
