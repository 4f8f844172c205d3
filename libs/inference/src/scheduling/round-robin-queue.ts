/** The items of one request, oldest first. */
export class Lane<T> {
  readonly items: T[] = [];
}

/**
 * Items of several lanes, taken one from each lane in turn: a request of 1,000 texts does not keep a request of one
 * waiting.
 */
export class RoundRobinQueue<T> {
  private readonly waiting: Lane<T>[] = [];

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** Adds items to the end of a lane. */
  push(lane: Lane<T>, items: readonly T[]): void {
    if (items.length === 0) return;
    if (lane.items.length === 0) this.waiting.push(lane);
    lane.items.push(...items);
  }

  /** Puts an item back to the front of a lane that waits before all others. */
  putBack(lane: Lane<T>, item: T): void {
    const index = this.waiting.indexOf(lane);
    if (index >= 0) this.waiting.splice(index, 1);
    lane.items.unshift(item);
    this.waiting.unshift(lane);
  }

  /** Removes and returns at most `count` items. */
  take(count: number): T[] {
    const taken: T[] = [];
    while (taken.length < count) {
      const lane = this.waiting.shift();
      if (!lane) break;
      const item = lane.items.shift();
      if (item !== undefined) taken.push(item);
      if (lane.items.length > 0) this.waiting.push(lane);
    }
    return taken;
  }
}
