import type { Clock } from '#libs/clock';

/** A write costs as much as the rest of a line: they are written some at a time, and none waits for long. */
const WRITE_BYTES = 4_096;
const WRITE_INTERVAL_MS = 100;
/** What is kept for a reader who does not read. Past it lines are dropped: a log must not stop a service. */
const MAX_WAITING_BYTES = 1024 * 1024;

export interface LineWriterOptions {
  readonly clock: Clock;
  /** Writes what it can at once and says how many bytes that was; throws, with EAGAIN when there is no room now. */
  readonly writeSync: (bytes: Buffer) => number;
}

/**
 * Lines to a descriptor that never blocks. Whatever happens to who reads them, the service goes on: when nobody reads,
 * lines are dropped; when nothing can be written, all are. (sonic-boom, pino's own, waits for ever at the end of a
 * process whose output is stuck, closed or full.)
 */
export class LineWriter {
  private waiting = Buffer.alloc(0);
  private lines: string[] = [];
  private lineBytes = 0;
  private isScheduled = false;

  constructor(private readonly options: LineWriterOptions) {}

  write(line: string): void {
    if (this.waiting.length + this.lineBytes > MAX_WAITING_BYTES) return;
    this.lines.push(line);
    this.lineBytes += Buffer.byteLength(line);
    if (this.lineBytes >= WRITE_BYTES) this.flush();
    else this.schedule();
  }

  /** Writes what there is room for. @returns whether nothing is left */
  flush(): boolean {
    this.waiting = Buffer.concat([this.waiting, Buffer.from(this.lines.join(''))]);
    this.lines = [];
    this.lineBytes = 0;
    try {
      while (this.waiting.length > 0) this.waiting = this.waiting.subarray(this.options.writeSync(this.waiting));
    } catch (error) {
      const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      if (!isFull) this.waiting = Buffer.alloc(0);
    }
    if (this.waiting.length > 0) this.schedule();
    return this.waiting.length === 0;
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.options.clock.after(WRITE_INTERVAL_MS, () => {
      this.isScheduled = false;
      this.flush();
    });
  }
}
