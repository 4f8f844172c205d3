import type { Clock } from '#libs/clock';

/** A write costs as much as the rest of a line: they are written some at a time, and none waits for long. */
const WRITE_BYTES = 4_096;
const WRITE_INTERVAL_MS = 100;
/** What is kept for a reader who does not read. Past it lines are dropped: a log must not stop a service. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** Linux's PIPE_BUF: a pipe takes so many bytes as a whole or not at all, and no other writer's bytes come between. */
const ATOMIC_BYTES = 4_096;
const NEWLINE = 0x0a;

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
  /** Whether the last byte that was written ended a line. */
  private isAtLineStart = true;
  /** Whether the rest of a line was dropped: the next line must not become its end. */
  private isCut = false;

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
    if (this.isCut && this.lines.length > 0) this.lines.unshift('\n');
    this.waiting = Buffer.concat([this.waiting, Buffer.from(this.lines.join(''))]);
    this.isCut &&= this.lines.length === 0;
    this.lines = [];
    this.lineBytes = 0;
    try {
      while (this.waiting.length > 0) this.writePart();
    } catch (error) {
      const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      if (!isFull) this.dropWaiting();
    }
    if (this.waiting.length > 0) this.schedule();
    return this.waiting.length === 0;
  }

  private writePart(): void {
    const part = takeWholeLines(this.waiting);
    const written = this.options.writeSync(part);
    if (written === 0) return;
    this.isAtLineStart = part[written - 1] === NEWLINE;
    this.waiting = this.waiting.subarray(written);
  }

  private dropWaiting(): void {
    this.waiting = Buffer.alloc(0);
    this.isCut = !this.isAtLineStart;
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

/** As many whole lines as a pipe takes together; at least one. */
function takeWholeLines(bytes: Buffer): Buffer {
  if (bytes.length <= ATOMIC_BYTES) return bytes;
  const end = bytes.lastIndexOf(NEWLINE, ATOMIC_BYTES - 1);
  return bytes.subarray(0, (end === -1 ? bytes.indexOf(NEWLINE) : end) + 1);
}
