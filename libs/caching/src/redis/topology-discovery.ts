import { RedisConnectionError, toError, toLogCause } from './redis-errors.js';
import type { RedisRuntime } from './redis-options.js';
import { StateChangeNotifier } from './state-change-notifier.js';

export interface TopologyDiscoveryOptions extends RedisRuntime {
  /** Time between two discoveries while nothing calls for one. */
  readonly intervalMs: number;
  /** Whether to discover soon, and not at the end of the interval. */
  readonly isStale: () => boolean;
  /** Asks Redis for its servers and uses them. Ends soon after the signal aborts; rejects when no server answers. */
  readonly discover: (signal: AbortSignal) => Promise<void>;
  /** The line of the log when a discovery succeeds, and the beginning of the line when it fails. */
  readonly lines: { readonly success: string; readonly failure: string };
}

/** At most, while the topology is stale. */
const SOON_MS = 1_000;
const DEBOUNCE_MS = 10_000;

/** Asks again and again which servers there are, and logs when that begins and ceases to work. */
export class TopologyDiscovery {
  private readonly notifier: StateChangeNotifier;
  private readonly closing = new AbortController();
  private lastFault: Error | undefined = new RedisConnectionError('not connected yet');
  private endedMs = Number.NEGATIVE_INFINITY;
  private cancelNext: () => void = () => {};

  constructor(private readonly options: TopologyDiscoveryOptions) {
    const { clock, logger, lines } = options;
    this.notifier = new StateChangeNotifier({
      clock,
      debounceMs: DEBOUNCE_MS,
      onChange: (state) => {
        if (state.status === 'up') logger.log(lines.success);
        else logger.warn(`${lines.failure}: ${toLogCause(state.cause)}`);
      },
    });
  }

  /** Why the last discovery failed; undefined when it did not. Before the first one, that it has not ended yet. */
  get fault(): Error | undefined {
    return this.lastFault;
  }

  /** Discovers now and from now on. */
  start(): void {
    void this.discover();
  }

  /** Ends a discovery that is under way, and all others. */
  close(): void {
    this.closing.abort();
    this.cancelNext();
    this.notifier.stop();
  }

  private async discover(): Promise<void> {
    try {
      await this.options.discover(this.closing.signal);
      this.lastFault = undefined;
    } catch (error) {
      this.lastFault = toError(error);
    }
    if (this.closing.signal.aborted) return;
    this.notifier.note(this.lastFault ? { status: 'down', cause: this.lastFault } : { status: 'up' });
    this.endedMs = this.options.clock.nowMs();
    this.schedule();
  }

  private schedule(): void {
    const { clock, random, intervalMs, isStale } = this.options;
    this.cancelNext = clock.after(SOON_MS * (0.5 + random() / 2), () => {
      const isDue = clock.nowMs() - this.endedMs >= intervalMs;
      if (isDue || isStale()) void this.discover();
      else this.schedule();
    });
  }
}
