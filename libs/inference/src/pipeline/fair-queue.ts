import type { Workload } from './workload.js';

/** An item of a FairQueue. */
export interface Queued {
  /** Its place in the order of service. It is not the time at which the service begins. */
  virtualStartMs: number;
  readonly tokens: number;
}

/**
 * A start-time fair queue (Goyal, Vin, Cheng 1996): items leave in the order of their virtual start times. Items of one
 * virtual start keep their order of arrival. Peeking and removing are two steps, so that a batch can be chosen among
 * the next items while the rest keep their places. (A sorted array: most items arrive in order, and moving some thousand
 * pointers takes microseconds.)
 */
export class FairQueue<T extends Queued> {
  private readonly items: T[] = [];
  private tokens = 0;

  get length(): number {
    return this.items.length;
  }

  /** All items. */
  get workload(): Workload {
    return { texts: this.items.length, tokens: this.tokens };
  }

  push(item: T): void {
    this.tokens += item.tokens;
    this.items.splice(this.indexAfter(item.virtualStartMs), 0, item);
  }

  /** The next items, at most `count`. They stay in the queue. */
  peek(count: number): T[] {
    return this.items.slice(0, count);
  }

  /** Empties the queue. */
  takeAll(): T[] {
    this.tokens = 0;
    return this.items.splice(0);
  }

  /** The items of this virtual start or an earlier one. Fast when few items are later, as is usual. */
  workloadUntil(virtualStartMs: number): Workload {
    let { texts, tokens } = this.workload;
    for (let item = this.items[texts - 1]; item && item.virtualStartMs > virtualStartMs; item = this.items[texts - 1]) {
      texts--;
      tokens -= item.tokens;
    }
    return { texts, tokens };
  }

  /** @returns false when the item is not in the queue */
  remove(item: T): boolean {
    // Items of one virtual start stand together, before the first later item.
    const index = this.items.lastIndexOf(item, this.indexAfter(item.virtualStartMs) - 1);
    if (index < 0) return false;
    this.items.splice(index, 1);
    this.tokens -= item.tokens;
    return true;
  }

  /** Gives an item another virtual start, and its place in the queue. @returns false when the item is not in the queue */
  promote(item: T, virtualStartMs: number): boolean {
    if (!this.remove(item)) return false;
    item.virtualStartMs = virtualStartMs;
    this.push(item);
    return true;
  }

  private indexAfter(virtualStartMs: number): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.items[middle]?.virtualStartMs ?? Number.POSITIVE_INFINITY) <= virtualStartMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
