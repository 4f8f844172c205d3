import type { Clock } from '#libs/clock';
import { ModelProcessLostError, ModelRefusedError, type ModelProcess } from './worker-process.js';

export interface ModelProcessKeeperOptions {
  readonly clock: Clock;
  readonly start: () => ModelProcess;
  /** Wait before the second start in a row; doubles up to the maximum. */
  readonly firstRestartDelayMs: number;
  readonly maxRestartDelayMs: number;
  /** A process that lived this long was no part of a crash loop. */
  readonly healthyAfterMs: number;
  /** Told once for every loss, with the reason; and with the process, if it was ready before. */
  readonly onLost: (reason: string, process?: ModelProcess) => void;
  /** Told whenever a process can take runs. */
  readonly onReady: (process: ModelProcess) => void;
}

/** Keeps one model process alive: owns it, replaces it when it is lost, slower each time it is lost soon. */
export class ModelProcessKeeper {
  private process: ModelProcess | undefined;
  private usable = false;
  /** Of the processes that are gone. */
  private heardMs = Number.NEGATIVE_INFINITY;
  private restartDelayMs = 0;
  private cancelRestart: () => void = () => {};
  private closed = false;

  constructor(private readonly options: ModelProcessKeeperOptions) {}

  /** Whether a run would be answered now. */
  get answers(): boolean {
    return this.usable && (this.process?.answers ?? false);
  }

  /** When a process that had loaded was last heard of, by the clock. */
  get lastHeardMs(): number {
    return (this.usable ? this.process?.heardMs : undefined) ?? this.heardMs;
  }

  /** Starts the first process. @throws ModelRefusedError or ModelProcessLostError: the model cannot be served */
  async open(): Promise<void> {
    await this.startOne();
  }

  /** Ends the process after the run it is in; none follows. */
  async close(): Promise<void> {
    this.closed = true;
    this.cancelRestart();
    this.process?.stop();
    await this.process?.lost;
  }

  private async startOne(): Promise<void> {
    const { clock, start, onReady } = this.options;
    const process = start();
    this.process = process;
    await process.ready;
    if (this.closed) return;
    this.usable = true;
    const readyMs = clock.nowMs();
    void process.lost.then((reason) => {
      this.heardMs = this.lastHeardMs;
      this.usable = false;
      if (this.closed) return;
      this.options.onLost(reason, process);
      if (clock.nowMs() - readyMs >= this.options.healthyAfterMs) this.restartDelayMs = 0;
      this.restartLater();
    });
    onReady(process);
  }

  private restartLater(): void {
    const { clock, firstRestartDelayMs, maxRestartDelayMs } = this.options;
    const delayMs = this.restartDelayMs;
    this.restartDelayMs = Math.min(Math.max(delayMs * 2, firstRestartDelayMs), maxRestartDelayMs);
    this.cancelRestart = clock.after(delayMs, () => {
      this.startOne().catch((error: unknown) => {
        if (this.closed) return;
        if (!(error instanceof ModelProcessLostError || error instanceof ModelRefusedError)) throw error;
        this.options.onLost(error.message);
        this.restartLater();
      });
    });
  }
}
