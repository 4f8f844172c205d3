const WIDTH = 30;

/** A bar with the time left, redrawn in place on stderr. */
export class ProgressBar {
  private readonly startMs = performance.now();

  constructor(
    private readonly total: number,
    private readonly visible: boolean,
  ) {}

  show(done: number): void {
    if (!this.visible) return;
    const share = done / this.total;
    const leftSeconds = ((performance.now() - this.startMs) / 1_000) * (1 / share - 1);
    const bar = '#'.repeat(Math.round(WIDTH * share)).padEnd(WIDTH, '.');
    process.stderr.write(`\r[${bar}] ${done}/${this.total}, ${leftSeconds.toFixed(0)} s left `);
  }

  end(): void {
    if (this.visible) process.stderr.write('\r\u001b[K');
  }
}
