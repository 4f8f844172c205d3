import type { Classification, Encoding, ServiceError } from '#libs/prediction';
import type { Waiting } from './fair-queue.js';

/** How a text's way ended. */
export type Outcome = Classification | ServiceError;

/** When a text passed the stations of its way, in the clock's milliseconds. */
export interface FlightTimes {
  readonly arrivedMs: number;
  tokenizedMs: number;
  startedMs: number;
  endedMs: number;
}

/** Who waits for a text's outcome. */
export type Waiter = (outcome: Outcome, times: FlightTimes) => void;

/** One text on its way through the engine, whoever asked for it: equal texts share a flight. */
export class Flight implements Waiting {
  dueMs: number;
  /** Estimated from the characters until the text is tokenized. */
  tokens: number;
  /** What the model reads; empty until the text is tokenized. */
  ids: Int32Array = new Int32Array();
  truncated = false;
  /** Runs with nobody else from now on: a batch that it was in failed, and others must not pay for it. */
  alone = false;
  readonly times: FlightTimes;
  private readonly waiters = new Set<Waiter>();

  constructor(
    readonly text: string,
    dueMs: number,
    estimatedTokens: number,
    nowMs: number,
  ) {
    this.dueMs = dueMs;
    this.tokens = estimatedTokens;
    this.times = { arrivedMs: nowMs, tokenizedMs: nowMs, startedMs: nowMs, endedMs: nowMs };
  }

  /** Whether anybody still waits for it. */
  get isWanted(): boolean {
    return this.waiters.size > 0;
  }

  /** Takes the text's encoding over. */
  encoded({ ids, truncated }: Encoding, nowMs: number): void {
    this.ids = ids;
    this.truncated = truncated;
    this.tokens = ids.length;
    this.times.tokenizedMs = nowMs;
  }

  join(waiter: Waiter): void {
    this.waiters.add(waiter);
  }

  leave(waiter: Waiter): void {
    this.waiters.delete(waiter);
  }

  /** Tells everybody who waits; later calls find nobody. */
  land(outcome: Outcome, nowMs: number): void {
    this.times.endedMs = nowMs;
    const waiters = [...this.waiters];
    this.waiters.clear();
    for (const waiter of waiters) waiter(outcome, this.times);
  }
}
