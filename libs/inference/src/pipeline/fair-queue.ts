import type { Workload } from './workload.js';

/** What waits. */
export interface Queued {
  /** When it is due: an order, not an appointment. */
  readonly virtualStartMs: number;
  readonly tokens: number;
}

/**
 * A queue in the order of due times; equal ones keep their order of arrival. Looking and removing are two steps, so
 * that whoever cuts a batch can choose among the next ones and leave the rest where it is. (A sorted array: most
 * items arrive in order, and moving some thousand pointers takes microseconds.)
 */
export class FairQueue<T extends Queued> {
  private readonly items: T[] = [];
  private tokens = 0;

  get length(): number {
    return this.items.length;
  }

  /** All of it. */
  get backlog(): Workload {
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

  /** What is due at `virtualStartMs` or before. Fast when little is due later, as is usual. */
  backlogUntil(virtualStartMs: number): Workload {
    let { texts, tokens } = this.backlog;
    for (let item = this.items[texts - 1]; item && item.virtualStartMs > virtualStartMs; item = this.items[texts - 1]) {
      texts--;
      tokens -= item.tokens;
    }
    return { texts, tokens };
  }

  /** @returns whether it was there */
  remove(item: T): boolean {
    // Equal due times stand together, before the first later one.
    const index = this.items.lastIndexOf(item, this.indexAfter(item.virtualStartMs) - 1);
    if (index < 0) return false;
    this.items.splice(index, 1);
    this.tokens -= item.tokens;
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
