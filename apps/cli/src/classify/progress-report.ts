import type { Clock } from '#libs/clock';

/** A terminal shows a line that is drawn again; a file gets a line now and then. */
const TERMINAL_INTERVAL_MS = 200;
const LINE_INTERVAL_MS = 10_000;
const MS_PER_SECOND = 1_000;

export interface ProgressTarget {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells how far a run has come: rows, share of the input, rows a second, time left. */
export class ProgressReport {
  private readonly beganMs: number;
  private shownMs: number;

  /**
   * @param totalBytes of the file that is read; undefined when it is not known
   * @param fromByte where this run began in the text
   * @param toRawByte gives the offset in the file for one in the text
   */
  constructor(
    private readonly target: ProgressTarget,
    private readonly clock: Clock,
    private readonly totalBytes: number | undefined,
    private readonly fromByte: number,
    private readonly toRawByte: (byte: number) => number = (byte) => byte,
  ) {
    this.beganMs = clock.nowMs();
    this.shownMs = this.beganMs;
  }

  /**
   * @param rows of this run
   * @param byte end of the last of them in the text
   */
  show(rows: number, byte: number): void {
    const nowMs = this.clock.nowMs();
    if (nowMs - this.shownMs < (this.target.isTTY ? TERMINAL_INTERVAL_MS : LINE_INTERVAL_MS)) return;
    this.shownMs = nowMs;
    const seconds = (nowMs - this.beganMs) / MS_PER_SECOND;
    const parts = [`${rows} rows`, `${(rows / seconds).toFixed(0)} rows/s`];
    if (this.totalBytes !== undefined && byte > this.fromByte) {
      const done = this.toRawByte(byte);
      const secondsLeft = (seconds * (this.totalBytes - done)) / (done - this.toRawByte(this.fromByte));
      parts.push(`${((100 * done) / this.totalBytes).toFixed(1)} %`, `${formatDuration(secondsLeft)} left`);
    }
    this.target.write(this.target.isTTY ? `\r\u001b[K${parts.join(', ')}` : `${parts.join(', ')}\n`);
  }

  end(): void {
    if (this.target.isTTY) this.target.write('\r\u001b[K');
  }
}

function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes === 0 ? `${whole} s` : `${minutes} min ${whole % 60} s`;
}
