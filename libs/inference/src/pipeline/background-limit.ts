import type { Clock } from '#libs/clock';
import type { ModelInput, QueueEntry } from './queue-entry.js';

/** Streams make way for other requests until none has arrived for so long. */
const INTERACTIVE_PERIOD_MS = 200;

/**
 * Limits the batches that hold texts of streams while other requests arrive. A run cannot be interrupted, so a request that arrives
 * beside streams waits for the whole of their batches, and then for the other texts of its own batch. Small batches cost
 * throughput, which streams have time for.
 */
export class BackgroundLimit {
  private lastInteractiveMs = Number.NEGATIVE_INFINITY;
  private lastBackgroundMs = Number.NEGATIVE_INFINITY;

  /** @param batchInputs most inputs of a batch that the limit is for */
  constructor(
    private readonly clock: Clock,
    private readonly batchInputs: number,
  ) {}

  /** An entry arrives. */
  observe({ background }: Pick<QueueEntry, 'background'>): void {
    if (background) this.lastBackgroundMs = this.clock.nowMs();
    else this.lastInteractiveMs = this.clock.nowMs();
  }

  /** Whether streams and other requests are served at the same time. */
  get isActive(): boolean {
    const earliestMs = this.clock.nowMs() - INTERACTIVE_PERIOD_MS;
    return this.lastInteractiveMs > earliestMs && this.lastBackgroundMs > earliestMs;
  }

  /** @returns the most inputs of the next batch: other requests fill a batch as always */
  limitInputs(candidates: readonly ModelInput[], maxInputs: number): number {
    if (!this.isActive) return maxInputs;
    const interactive = candidates.filter(({ entry }) => !entry.background).length;
    return Math.min(maxInputs, Math.max(this.batchInputs, interactive));
  }
}
