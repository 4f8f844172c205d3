import type { Classification, Encoding, ServiceError } from '#libs/prediction';
import type { Queued } from './fair-queue.js';

/** How a text's way ended. */
export type Outcome = Classification | ServiceError;

/** When a text passed the stations of its way, in the clock's milliseconds. */
export interface EntryTimes {
  readonly arrivedMs: number;
  tokenizedMs: number;
  startedMs: number;
  endedMs: number;
}

/** Who waits for a text's outcome. */
export type Subscriber = (outcome: Outcome, times: EntryTimes) => void;

/** One text on its way through the engine, whoever asked for it: equal texts share a flight. */
export class QueueEntry implements Queued {
  virtualStartMs: number;
  /** Estimated from the characters until the text is tokenized. */
  tokens: number;
  /** What the model reads; empty until the text is tokenized. */
  ids: Int32Array = new Int32Array();
  truncated = false;
  /** Runs with nobody else from now on: a batch that it was in failed, and others must not pay for it. */
  isolated = false;
  readonly times: EntryTimes;
  private readonly subscribers = new Set<Subscriber>();

  constructor(
    readonly text: string,
    virtualStartMs: number,
    estimatedTokens: number,
    nowMs: number,
  ) {
    this.virtualStartMs = virtualStartMs;
    this.tokens = estimatedTokens;
    this.times = { arrivedMs: nowMs, tokenizedMs: nowMs, startedMs: nowMs, endedMs: nowMs };
  }

  /** Whether anybody still waits for it. */
  get isWanted(): boolean {
    return this.subscribers.size > 0;
  }

  /** Takes the text's encoding over. */
  encoded({ ids, truncated }: Encoding, nowMs: number): void {
    this.ids = ids;
    this.truncated = truncated;
    this.tokens = ids.length;
    this.times.tokenizedMs = nowMs;
  }

  subscribe(subscriber: Subscriber): void {
    this.subscribers.add(subscriber);
  }

  unsubscribe(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
  }

  /** Tells everybody who waits; later calls find nobody. */
  settle(outcome: Outcome, nowMs: number): void {
    this.times.endedMs = nowMs;
    const subscribers = [...this.subscribers];
    this.subscribers.clear();
    for (const subscriber of subscribers) subscriber(outcome, this.times);
  }
}
