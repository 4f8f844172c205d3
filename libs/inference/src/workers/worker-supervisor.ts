import type { Clock } from '#libs/clock';
import { WorkerCrashedError, ModelRefusedError, type WorkerProcess } from './worker-process.js';

export interface WorkerSupervisorOptions {
  readonly clock: Clock;
  readonly start: () => WorkerProcess;
  /** Wait before the second start in a row; doubles up to the maximum. */
  readonly firstRestartDelayMs: number;
  readonly maxRestartDelayMs: number;
  /** A worker that ran this long is no part of a crash loop. */
  readonly healthyAfterMs: number;
  /** Called once for each exit, with the reason, and with the worker if it was ready before. */
  readonly onExit: (reason: string, worker?: WorkerProcess) => void;
  /** Called when a worker can take runs. */
  readonly onReady: (worker: WorkerProcess) => void;
}

/** Owns one worker and replaces it when it exits, with an exponential delay while new workers exit soon. */
export class WorkerSupervisor {
  private worker: WorkerProcess | undefined;
  private usable = false;
  /** The last heartbeat of the workers that have exited. */
  private exitedHeartbeatMs = Number.NEGATIVE_INFINITY;
  private restartDelayMs = 0;
  private cancelRestart: () => void = () => {};
  private closed = false;

  constructor(private readonly options: WorkerSupervisorOptions) {}

  /** Whether the worker would answer a run now. */
  get isResponsive(): boolean {
    return this.usable && (this.worker?.isResponsive ?? false);
  }

  /** The last heartbeat of a worker that had loaded the model, in the clock's milliseconds. */
  get lastHeartbeatMs(): number {
    return (this.usable ? this.worker?.heartbeatMs : undefined) ?? this.exitedHeartbeatMs;
  }

  /** Starts the first worker. @throws ModelRefusedError or WorkerCrashedError: the model cannot be served */
  async open(): Promise<void> {
    await this.startOne();
  }

  /** Ends the worker after the run that it is in, and starts no other one. */
  async close(): Promise<void> {
    this.closed = true;
    this.cancelRestart();
    this.worker?.stop();
    await this.worker?.exited;
  }

  private async startOne(): Promise<void> {
    const { clock, start, onReady } = this.options;
    const worker = start();
    this.worker = worker;
    await worker.ready;
    if (this.closed) return;
    this.usable = true;
    const readyMs = clock.nowMs();
    void worker.exited.then((reason) => {
      this.exitedHeartbeatMs = this.lastHeartbeatMs;
      this.usable = false;
      if (this.closed) return;
      this.options.onExit(reason, worker);
      if (clock.nowMs() - readyMs >= this.options.healthyAfterMs) this.restartDelayMs = 0;
      this.restartLater();
    });
    onReady(worker);
  }

  private restartLater(): void {
    const { clock, firstRestartDelayMs, maxRestartDelayMs } = this.options;
    const delayMs = this.restartDelayMs;
    this.restartDelayMs = Math.min(Math.max(delayMs * 2, firstRestartDelayMs), maxRestartDelayMs);
    this.cancelRestart = clock.after(delayMs, () => {
      this.startOne().catch((error: unknown) => {
        if (this.closed) return;
        if (!(error instanceof WorkerCrashedError || error instanceof ModelRefusedError)) throw error;
        this.options.onExit(error.message);
        this.restartLater();
      });
    });
  }
}
