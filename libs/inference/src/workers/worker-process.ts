import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Clock } from '#libs/clock';
import { WorkerCrashedError, type Worker } from './worker.js';
import type { WorkerOptions, WorkerReply, WorkerRequest } from './messages.js';

// For the children: what they free after loading goes back to the system. glibc else raises its threshold with each large
// block and keeps those below it (55 MB over two processes of a 71 MB model; speed the same).
process.env.MALLOC_MMAP_THRESHOLD_ ??= '1048576';

/** Starts the operating system's side of a model process; tests bring a fake. */
export type StartChild = (options: WorkerOptions) => ChildProcess;

/** Forks the compiled entry file beside this one. */
export function forkWorker(
  options: WorkerOptions,
  entry: URL = new URL('./worker.entry.js', import.meta.url),
): ChildProcess {
  return fork(fileURLToPath(entry), [JSON.stringify(options)], {
    serialization: 'advanced',
    // The heap holds one batch at a time; without a limit V8 sizes it by the host's memory.
    // Collection on demand: see where the process has loaded its model.
    execArgv: ['--max-old-space-size=64', '--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

/** The model process is gone, or does not answer. Its runs may be tried on another. */
export class WorkerLostError extends WorkerCrashedError {
  override readonly name = 'ModelProcessLostError';

  /** @param hadStarted whether the process had got the run; false as well for a process that never loaded */
  constructor(message: string, hadStarted = false) {
    super(message, hadStarted);
  }
}

/** ONNX Runtime refused the model file: another process would end the same way. */
export class ModelRefusedError extends Error {
  override readonly name = 'ModelRefusedError';
}

export interface WorkerTimings {
  /** Time between two questions whether the process still answers. */
  readonly pingIntervalMs: number;
  /** Silence after a question from which the process counts as not answering. Longer than any batch runs. */
  readonly unresponsiveAfterMs: number;
  /** Silence after a question from which the process is killed, and the time that it has to end by itself. */
  readonly killAfterMs: number;
  /** Time from the start to the loaded model, after which the process is killed. */
  readonly loadWithinMs: number;
}

interface PendingRun {
  resolve(logits: Float32Array): void;
  reject(error: Error): void;
}

/** One life of one model process: from its start until it is lost, by whatever cause. */
export class WorkerProcess implements Worker {
  /** Settles when the model is loaded; rejects with ModelRefusedError or ModelProcessLostError. */
  readonly ready: Promise<void>;
  /** Resolves, with the reason, when the process is gone. */
  readonly exited: Promise<string>;

  private readonly child: ChildProcess;
  private readonly pending = new Map<number, PendingRun>();
  private nextRunId = 1;
  private unansweredPings = 0;
  private loaded = false;
  private lastHeartbeatMs: number | undefined;
  private gone: string | undefined;
  private cancelTimer: () => void;

  /** @throws ModelProcessLostError when the system refuses to start a process */
  constructor(
    start: () => ChildProcess,
    private readonly clock: Clock,
    private readonly timings: WorkerTimings,
    readonly hasSoloSession = false,
  ) {
    try {
      this.child = start();
    } catch (error) {
      throw new WorkerLostError(`the model process could not be started (${getMessage(error)})`);
    }
    this.exited = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => resolve(this.settleExit(`ended (${signal ?? `exit code ${code}`})`)));
      this.child.once('error', (error) => resolve(this.settleExit(`could not be started (${error.message})`)));
    });
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', (message: WorkerReply) => {
        this.unansweredPings = 0;
        this.lastHeartbeatMs = this.clock.nowMs();
        if (message.kind === 'ready') {
          this.loaded = true;
          this.watch();
          resolve();
        } else if (message.kind === 'refused') {
          reject(new ModelRefusedError(message.reason));
          this.stop();
        } else {
          this.settle(message);
        }
      });
      void this.exited.then((reason) => {
        reject(new WorkerLostError(reason));
      });
    });
    // Who only waits for `lost` must not be punished with an unhandled rejection.
    this.ready.catch(() => {});
    this.cancelTimer = clock.after(timings.loadWithinMs, () => {
      this.kill(`did not load the model within ${timings.loadWithinMs} ms and was killed`);
    });
  }

  get processId(): number | undefined {
    return this.child.pid;
  }

  /** When it last said anything, by the clock; undefined before it first did. */
  get heartbeatMs(): number | undefined {
    return this.lastHeartbeatMs;
  }

  /** Whether the process is loaded and does not owe an answer for long. */
  get isResponsive(): boolean {
    return this.loaded && !this.gone && this.silentMs <= this.timings.unresponsiveAfterMs;
  }

  /**
   * Runs one batch.
   *
   * @param encodings token ids a text
   * @param solo on the session of more threads; only when the process was started with one
   * @returns logits, row by row, one float32 a label
   * @throws ModelProcessLostError when the process ends first; Error when ONNX Runtime fails on this batch
   */
  run(encodings: readonly Int32Array[], solo = false): Promise<Float32Array> {
    // Not before it is lost for everybody: who hears of it here must not be sent here again.
    if (this.gone) return this.exited.then((reason) => Promise.reject(new WorkerLostError(reason)));
    const lengths = Int32Array.from(encodings, (ids) => ids.length);
    const ids = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
    let at = 0;
    for (const encoding of encodings) {
      ids.set(encoding, at);
      at += encoding.length;
    }
    const id = this.nextRunId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.send({ kind: 'run', id, ids, lengths, solo });
    });
  }

  /** Lets the process end by itself, after the run it is in. */
  stop(): void {
    this.cancelTimer();
    // A stopped process never notices that its parent let go.
    this.cancelTimer = this.clock.after(this.timings.killAfterMs, () => this.child.kill('SIGKILL'));
    if (this.child.connected) this.child.disconnect();
  }

  private send(request: WorkerRequest): void {
    // A failing send means that the process is on its way out: `exit` follows and settles what waits.
    if (this.child.connected) this.child.send(request, () => {});
  }

  private settle(message: Extract<WorkerReply, { kind: 'pong' | 'logits' | 'failed' }>): void {
    if (message.kind === 'pong') return;
    const run = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.kind === 'logits') run?.resolve(message.logits);
    else run?.reject(new Error(message.reason));
  }

  /**
   * Counted in unanswered questions and not by the clock: when the machine or the whole container was paused, both
   * sides were silent, and nobody is to blame.
   */
  private get silentMs(): number {
    return this.unansweredPings * this.timings.pingIntervalMs;
  }

  private watch(): void {
    this.cancelTimer();
    this.cancelTimer = this.clock.after(this.timings.pingIntervalMs, () => {
      if (this.gone) return;
      if (this.silentMs >= this.timings.killAfterMs) {
        this.kill(`did not answer for ${this.timings.killAfterMs} ms and was killed`);
        return;
      }
      this.unansweredPings++;
      this.send({ kind: 'ping' });
      this.watch();
    });
  }

  private kill(reason: string): void {
    this.gone ??= `the model process ${reason}`;
    this.child.kill('SIGKILL');
  }

  /** Settles everything that depends on the process and returns the reason that came first. */
  private settleExit(reason: string): string {
    this.cancelTimer();
    this.gone ??= `the model process ${reason}`;
    for (const run of this.pending.values()) run.reject(new WorkerLostError(this.gone, true));
    this.pending.clear();
    return this.gone;
  }
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
