/** What waits in a lane: the texts of one request share one. */
export interface Queued {
  readonly lane: object;
}

/**
 * Items of several lanes, dealt one from each lane in turn: a request of 1,000 texts does not keep a request of one
 * waiting. Looking and removing are two steps, so that whoever cuts a batch can choose among the next ones and leave
 * the rest where it is.
 */
export class RoundRobinQueue<T extends Queued> {
  private readonly lanes = new Map<object, T[]>();
  private readonly putBackItems: T[] = [];

  get isEmpty(): boolean {
    return this.lanes.size === 0 && this.putBackItems.length === 0;
  }

  /** Adds an item to the end of its lane. */
  push(item: T): void {
    const items = this.lanes.get(item.lane);
    if (items) items.push(item);
    else this.lanes.set(item.lane, [item]);
  }

  /** Puts items back before all others. */
  putBack(items: readonly T[]): void {
    this.putBackItems.unshift(...items);
  }

  /** The next items, at most `count`, in the order in which they are due. They stay in the queue. */
  peek(count: number): T[] {
    const next = this.putBackItems.slice(0, count);
    for (let turn = 0; next.length < count; turn++) {
      const before = next.length;
      for (const items of this.lanes.values()) {
        const item = items[turn];
        if (item !== undefined) next.push(item);
        if (next.length === count) return next;
      }
      if (next.length === before) return next;
    }
    return next;
  }

  /** Removes items; a lane that an item was taken from has had its turn. */
  remove(items: readonly T[]): void {
    for (const item of items) {
      if (takeOut(this.putBackItems, item)) continue;
      const lane = this.lanes.get(item.lane);
      if (!lane || !takeOut(lane, item)) continue;
      this.lanes.delete(item.lane);
      if (lane.length > 0) this.lanes.set(item.lane, lane);
    }
  }
}

function takeOut<T>(items: T[], item: T): boolean {
  const index = items.indexOf(item);
  if (index >= 0) items.splice(index, 1);
  return index >= 0;
}
