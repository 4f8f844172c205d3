import type { Clock } from '#libs/clock';

/** Time that passes when a test says so. */
export class ManualClock implements Clock {
  private now = 0;
  private timers: { dueMs: number; action: () => void }[] = [];

  nowMs(): number {
    return this.now;
  }
  after(delayMs: number, action: () => void): () => void {
    const timer = { dueMs: this.now + delayMs, action };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }
  /** Delays until the pending timers, in order. */
  pendingMs(): number[] {
    return this.timers.map(({ dueMs }) => dueMs - this.now).sort((a, b) => a - b);
  }
  /** Time passes and nothing runs, as when the machine sleeps. */
  pause(forMs: number): void {
    this.now += forMs;
    for (const timer of this.timers) timer.dueMs += forMs;
  }
  advance(byMs: number): void {
    const end = this.now + byMs;
    for (;;) {
      const [next] = this.timers.filter(({ dueMs }) => dueMs <= end).sort((a, b) => a.dueMs - b.dueMs);
      if (!next) break;
      this.now = next.dueMs;
      this.timers = this.timers.filter((other) => other !== next);
      next.action();
    }
    this.now = end;
  }
}
