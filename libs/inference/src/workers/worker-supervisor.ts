import type { Clock } from '#libs/clock';
import { WorkerCrashedError, ModelRefusedError, type WorkerProcess } from './worker-process.js';

export interface WorkerSupervisorOptions {
  readonly clock: Clock;
  readonly start: () => WorkerProcess;
  /** Wait before the second start in a row; doubles up to the maximum. */
  readonly firstRestartDelayMs: number;
  readonly maxRestartDelayMs: number;
  /** A process that lived this long was no part of a crash loop. */
  readonly healthyAfterMs: number;
  /** Told once for every loss, with the reason; and with the process, if it was ready before. */
  readonly onExit: (reason: string, worker?: WorkerProcess) => void;
  /** Told whenever a process can take runs. */
  readonly onReady: (worker: WorkerProcess) => void;
}

/** Keeps one model process alive: owns it, replaces it when it is lost, slower each time it is lost soon. */
export class WorkerSupervisor {
  private worker: WorkerProcess | undefined;
  private usable = false;
  /** Of the processes that are gone. */
  private exitedHeartbeatMs = Number.NEGATIVE_INFINITY;
  private restartDelayMs = 0;
  private cancelRestart: () => void = () => {};
  private closed = false;

  constructor(private readonly options: WorkerSupervisorOptions) {}

  /** Whether a run would be answered now. */
  get isResponsive(): boolean {
    return this.usable && (this.worker?.isResponsive ?? false);
  }

  /** When a process that had loaded was last heard of, by the clock. */
  get lastHeartbeatMs(): number {
    return (this.usable ? this.worker?.heartbeatMs : undefined) ?? this.exitedHeartbeatMs;
  }

  /** Starts the first process. @throws ModelRefusedError or WorkerCrashedError: the model cannot be served */
  async open(): Promise<void> {
    await this.startOne();
  }

  /** Ends the process after the run it is in; none follows. */
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
