import type { Clock } from '#libs/clock';
import { toLogText } from '#libs/prediction';
import type { ProgressTarget } from './progress-report.js';

const INTERVAL_MS = 10_000;
const MS_PER_SECOND = 1_000;

/** Says why a run waits for the service: one line every ten seconds, because many requests fail together. */
export class RetryNotice {
  private shownMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly target: ProgressTarget,
    private readonly clock: Clock,
  ) {}

  /** @param delayMs until the next attempt */
  show({ message }: Pick<Error, 'message'>, delayMs: number): void {
    const nowMs = this.clock.nowMs();
    if (nowMs - this.shownMs < INTERVAL_MS) return;
    this.shownMs = nowMs;
    const clear = this.target.isTTY ? '\r\u001b[K' : '';
    this.target.write(`${clear}${toLogText(message)}; next attempt in ${(delayMs / MS_PER_SECOND).toFixed(1)} s\n`);
  }
}
