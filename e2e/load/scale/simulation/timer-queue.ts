interface Timer {
  readonly atMs: number;
  readonly sequence: number;
  readonly action: () => void;
}

/** Actions by their time, as a binary heap. Actions of the same time keep the order in which they were added. */
export class TimerQueue {
  private readonly timers: Timer[] = [];
  private sequence = 0;

  /** The time of the next action; Infinity when there is none. */
  get nextMs(): number {
    return this.timers[0]?.atMs ?? Infinity;
  }

  push(atMs: number, action: () => void): void {
    this.timers.push({ atMs, sequence: this.sequence++, action });
    let index = this.timers.length - 1;
    while (index > 0 && this.isEarlier(index, (index - 1) >> 1)) {
      this.swap(index, (index - 1) >> 1);
      index = (index - 1) >> 1;
    }
  }

  /** Removes the next action. @returns undefined when there is none */
  take(): (() => void) | undefined {
    const last = this.timers.length - 1;
    if (last > 0) this.swap(0, last);
    const taken = this.timers.pop();
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const child = this.isEarlier(right, left) ? right : left;
      if (!this.isEarlier(child, index)) return taken?.action;
      this.swap(child, index);
      index = child;
    }
  }

  private isEarlier(index: number, other: number): boolean {
    const [one, two] = [this.timers[index], this.timers[other]];
    if (!one || !two) return false;
    return one.atMs < two.atMs || (one.atMs === two.atMs && one.sequence < two.sequence);
  }

  private swap(index: number, other: number): void {
    const [one, two] = [this.timers[index], this.timers[other]];
    if (one && two) [this.timers[index], this.timers[other]] = [two, one];
  }
}
