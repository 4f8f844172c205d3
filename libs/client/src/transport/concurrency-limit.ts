import type { ClientClock } from './client-clock.js';
import type { ClientError } from './client-error.js';

export interface ConcurrencyLimitOptions {
  /** Calls at the same time in the beginning, at least 1. */
  readonly initial: number;
  /** Most calls at the same time. */
  readonly max: number;
  readonly clock: ClientClock;
}

/** How a call ended. */
export type CallEnd =
  | { readonly type: 'succeeded' }
  /** For another reason than the load. */
  | { readonly type: 'failed' }
  /** 429. No call starts within `pauseMs`. */
  | { readonly type: 'refused'; readonly pauseMs: number; readonly error: ClientError };

/** A call that runs now. */
export interface Permit {
  release(end: CallEnd): void;
}

/** A call that asks for its start. */
export interface CallStart {
  /** Calls with a smaller number start first. */
  readonly order: number;
  /** Longest rest of a pause that the call waits for, in milliseconds. */
  readonly maxPauseMs: number;
  readonly signal: AbortSignal;
}

/** A call that waits for its start. */
interface WaitingCall extends Pick<CallStart, 'order' | 'maxPauseMs'> {
  start(): void;
  fail(reason: Error): void;
}

/**
 * Bounds the calls that run at the same time, and adapts the bound to what the service takes: one call more after as many
 * successes as there may be calls, half as many after a refusal (additive increase, multiplicative decrease).
 */
export class ConcurrencyLimit {
  private limit: number;
  private running = 0;
  private decreases = 0;
  private pausedUntilMs = Number.NEGATIVE_INFINITY;
  private lastRefusal: ClientError | undefined;
  private readonly waiting: WaitingCall[] = [];
  private cancelWake: (() => void) | undefined;

  constructor(private readonly options: ConcurrencyLimitOptions) {
    this.limit = Math.min(options.initial, options.max);
  }

  /** Most calls at the same time now: a whole number, at least 1. */
  get current(): number {
    return Math.floor(this.limit);
  }

  /** The refusal that no call starts after now; undefined without a pause. */
  get refusal(): ClientError | undefined {
    return this.pauseMs > 0 ? this.lastRefusal : undefined;
  }

  /**
   * Waits until a call may start.
   *
   * @throws the refusal, as soon as the rest of its pause is longer than the call waits; the reason of the signal
   */
  acquire({ order, maxPauseMs, signal }: CallStart): Promise<Permit> {
    return new Promise<Permit>((resolve, reject) => {
      signal.throwIfAborted();
      const end = () => {
        signal.removeEventListener('abort', onAbort);
      };
      const call: WaitingCall = {
        order,
        maxPauseMs,
        start: () => {
          end();
          resolve(this.createPermit());
        },
        fail: (reason) => {
          end();
          reject(reason);
        },
      };
      const onAbort = () => {
        this.waiting.splice(this.waiting.indexOf(call), 1);
        this.startNext();
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      // From the end: most calls come in their order.
      let place = this.waiting.length;
      while (place > 0 && (this.waiting[place - 1]?.order ?? order) > order) place--;
      this.waiting.splice(place, 0, call);
      this.startNext();
    });
  }

  private get pauseMs(): number {
    return this.pausedUntilMs - this.options.clock.nowMs();
  }

  private createPermit(): Permit {
    const { decreases } = this;
    let isReleased = false;
    return {
      release: (end) => {
        if (isReleased) return;
        isReleased = true;
        this.running--;
        this.adapt(end, decreases);
        this.startNext();
      },
    };
  }

  /** @param decreases that there had been when the call started */
  private adapt(end: CallEnd, decreases: number): void {
    if (end.type === 'succeeded') this.limit = Math.min(this.options.max, this.limit + 1 / this.limit);
    if (end.type !== 'refused') return;
    this.pausedUntilMs = Math.max(this.pausedUntilMs, this.options.clock.nowMs() + end.pauseMs);
    this.lastRefusal = end.error;
    // The refusals of calls that ran at the same time are one sign of overload.
    if (decreases !== this.decreases) return;
    this.limit = Math.max(1, this.limit / 2);
    this.decreases++;
  }

  private startNext(): void {
    this.cancelWake?.();
    this.cancelWake = undefined;
    const { pauseMs, refusal } = this;
    if (refusal) this.failImpatient(pauseMs, refusal);
    if (this.waiting.length === 0) return;
    if (pauseMs > 0) {
      this.cancelWake = this.options.clock.after(pauseMs, () => {
        this.startNext();
      });
      return;
    }
    while (this.running < this.current) {
      const call = this.waiting.shift();
      if (!call) return;
      this.running++;
      call.start();
    }
  }

  private failImpatient(pauseMs: number, refusal: ClientError): void {
    const impatient = this.waiting.filter(({ maxPauseMs }) => maxPauseMs < pauseMs);
    for (const call of impatient) {
      this.waiting.splice(this.waiting.indexOf(call), 1);
      call.fail(refusal);
    }
  }
}
