import { TimerQueue } from './timer-queue.js';

interface Task {
  readonly cpuMs: number;
  readonly done: () => void;
}

/** A thread: its tasks run one after another. */
interface Thread {
  readonly tasks: Task[];
  /** CPU time of the present task that is left. */
  leftMs: number;
  usedMs: number;
}

/**
 * Cores that the runnable threads share equally, and a clock: a discrete-event simulation. A thread uses at most one core.
 * Events at the same time run in the order in which they were scheduled.
 */
export class Processor {
  private readonly threads = new Map<string, Thread>();
  private readonly runnable = new Set<Thread>();
  private readonly timers = new TimerQueue();
  private clockMs = 0;

  /** @param cores at least a part of one */
  constructor(private readonly cores: number) {}

  get nowMs(): number {
    return this.clockMs;
  }

  /** CPU time that a thread has used, in milliseconds. */
  usedMs(thread: string): number {
    return this.threads.get(thread)?.usedMs ?? 0;
  }

  /** Runs an action at a time that is not past. */
  schedule(atMs: number, action: () => void): void {
    this.timers.push(atMs, action);
  }

  /** Gives a thread a task behind those that it has. @param done called when it has had its CPU time */
  run(thread: string, cpuMs: number, done: () => void): void {
    const state = this.threads.get(thread) ?? { tasks: [], leftMs: 0, usedMs: 0 };
    this.threads.set(thread, state);
    state.tasks.push({ cpuMs, done });
    if (state.tasks.length > 1) return;
    state.leftMs = cpuMs;
    this.runnable.add(state);
  }

  /** Simulates up to a time. @param stop asked after each event; ends the simulation early */
  runUntil(endMs: number, stop: () => boolean = () => false): void {
    while (!stop()) {
      const ending = this.findNextToEnd();
      const endsMs = ending ? this.clockMs + Math.max(0, ending.leftMs) / this.getShare() : Infinity;
      const nextMs = Math.min(endsMs, this.timers.nextMs);
      if (nextMs > endMs) break;
      this.advance(nextMs);
      if (ending && endsMs === nextMs) this.endTask(ending);
      else this.timers.take()?.();
    }
    if (!stop() && endMs < Infinity) this.advance(endMs);
  }

  private getShare(): number {
    return Math.min(1, this.cores / this.runnable.size);
  }

  private findNextToEnd(): Thread | undefined {
    let next: Thread | undefined;
    for (const thread of this.runnable) if (!next || thread.leftMs < next.leftMs) next = thread;
    return next;
  }

  private advance(toMs: number): void {
    const cpuMs = (toMs - this.clockMs) * this.getShare();
    for (const thread of this.runnable) {
      thread.leftMs -= cpuMs;
      thread.usedMs += cpuMs;
    }
    this.clockMs = toMs;
  }

  private endTask(thread: Thread): void {
    const ended = thread.tasks.shift();
    const [next] = thread.tasks;
    if (next) thread.leftMs = next.cpuMs;
    else this.runnable.delete(thread);
    ended?.done();
  }
}
