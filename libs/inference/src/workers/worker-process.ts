import { fork, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Clock } from '#libs/clock';
import { FrameReader } from './frame-reader.js';
import { RUN_CHANNEL_FD, type WorkerOptions, type WorkerReply, type WorkerRequest } from './messages.js';
import { decodeReply, encodeRun, type RunReply } from './run-frames.js';

// Read by glibc in the children: memory that they free after loading goes back to the system. Otherwise glibc raises its
// threshold with each large block and keeps smaller ones. The shipped model has matrices of 147 kB (13 MB for each session; the
// speed is the same).
process.env.MALLOC_MMAP_THRESHOLD_ ??= '131072';

/** Starts the child process of a worker; tests bring a fake. */
export type StartChild = (options: WorkerOptions) => ChildProcess;

/** Forks the compiled entry file beside this one. */
export function forkWorker(
  options: WorkerOptions,
  entry: URL = new URL('./worker.entry.js', import.meta.url),
): ChildProcess {
  return fork(fileURLToPath(entry), [JSON.stringify(options)], {
    // The heap holds one batch at a time; without a limit V8 sizes it by the host's memory.
    // `--expose-gc`: the worker collects garbage once, after it has loaded its model.
    // `--max-semi-space-size`: the objects of one batch are few.
    execArgv: ['--max-old-space-size=64', '--max-semi-space-size=1', '--expose-gc'],
    // The last one is RUN_CHANNEL_FD.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
  });
}

/** The worker has exited or was killed. Its runs may be tried on another worker: the texts themselves may be fine. */
export class WorkerCrashedError extends Error {
  override readonly name = 'WorkerCrashedError';

  /** @param hadStarted whether the worker had received the run; otherwise the run cannot be the cause of the crash */
  constructor(
    message: string,
    readonly hadStarted = false,
  ) {
    super(message);
  }
}

/** ONNX Runtime refused the model file: another worker would fail in the same way. */
export class ModelRefusedError extends Error {
  override readonly name = 'ModelRefusedError';
}

export interface WorkerTimings {
  /** Time between two pings. */
  readonly pingIntervalMs: number;
  /** Silence after a ping from which the worker counts as unresponsive. Longer than the run of any batch. */
  readonly unresponsiveAfterMs: number;
  /** Silence after a ping from which the worker is killed, and the time that it has to end by itself after `stop`. */
  readonly killAfterMs: number;
  /** Time from the start to the loaded model, after which the worker is killed. */
  readonly loadWithinMs: number;
}

/** The outcome of a batch. */
export interface FinishedRun {
  /** Row by row, one float32 a label. */
  readonly logits: Float32Array;
  /** Texts that left the model early; 0 for a model without an early exit. */
  readonly earlyExits: number;
  /** Without the time in which the batch waited for the worker. */
  readonly durationMs: number;
}

interface PendingRun {
  readonly id: number;
  resolve(run: FinishedRun): void;
  reject(error: Error): void;
}

/** The part of a worker that batching needs. */
export type Worker = Pick<WorkerProcess, 'run' | 'hasSoloSession'>;

/** One child process with the model, from its start to its exit. */
export class WorkerProcess {
  /** Resolves when the model is loaded; rejects with ModelRefusedError or WorkerCrashedError. */
  readonly ready: Promise<void>;
  /** Resolves with the reason when the process has exited. */
  readonly exited: Promise<string>;

  private readonly child: ChildProcess;
  /** Undefined when the system has no file descriptor left for the process: it is not started then. */
  private readonly runChannel: Duplex | undefined;
  /** In the order in which the worker runs them. */
  private readonly pending: PendingRun[] = [];
  private nextRunId = 1;
  private unansweredPings = 0;
  private loaded = false;
  private lastHeartbeatMs: number | undefined;
  private gone: string | undefined;
  private cancelTimer: () => void;

  /**
   * @param hasSoloSession whether the worker has a second session with more threads, for runs while the service is quiet
   * @throws WorkerCrashedError when the system refuses to start a process
   */
  constructor(
    start: () => ChildProcess,
    private readonly clock: Clock,
    private readonly timings: WorkerTimings,
    readonly hasSoloSession = false,
  ) {
    try {
      this.child = start();
    } catch (error) {
      throw new WorkerCrashedError(`the model process could not be started (${getMessage(error)})`);
    }
    this.runChannel = this.openRunChannel();
    this.exited = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
        // The last replies may still be on their way: without them the wrong run would be blamed.
        untilClosed(this.runChannel, () => {
          resolve(this.settleExit(`ended (${signal ?? `exit code ${code}`})`));
        });
      });
      this.child.once('error', (error) => resolve(this.settleExit(`could not be started (${error.message})`)));
    });
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', (message: WorkerReply) => {
        this.recordHeartbeat();
        if (message.kind === 'ready') {
          this.loaded = true;
          this.watch();
          resolve();
        } else if (message.kind === 'refused') {
          reject(new ModelRefusedError(message.reason));
          this.stop();
        }
      });
      void this.exited.then((reason) => {
        reject(new WorkerCrashedError(reason));
      });
    });
    // A caller that waits for `exited` only must not cause an unhandled rejection.
    this.ready.catch(() => {});
    this.cancelTimer = clock.after(timings.loadWithinMs, () => {
      this.kill(`did not load the model within ${timings.loadWithinMs} ms and was killed`);
    });
  }

  get processId(): number | undefined {
    return this.child.pid;
  }

  /** The last message of the worker, in the clock's milliseconds; undefined before its first message. */
  get heartbeatMs(): number | undefined {
    return this.lastHeartbeatMs;
  }

  /** Whether the worker has loaded the model and answers its pings. */
  get isResponsive(): boolean {
    return this.loaded && !this.gone && this.silentMs <= this.timings.unresponsiveAfterMs;
  }

  /**
   * Runs one batch, after those that were sent before.
   *
   * @param encodings token ids of each text
   * @param solo whether to use the session with more threads; only when `hasSoloSession`
   * @throws WorkerCrashedError when the worker exits first; Error when ONNX Runtime fails on this batch
   */
  run(encodings: readonly Int32Array[], solo = false): Promise<FinishedRun> {
    // Rejects only after the exit is known everywhere, so that the caller does not choose this worker again.
    if (this.gone) return this.exited.then((reason) => Promise.reject(new WorkerCrashedError(reason)));
    const id = this.nextRunId++;
    return new Promise((resolve, reject) => {
      this.pending.push({ id, resolve, reject });
      this.runChannel?.write(encodeRun(id, encodings, solo));
    });
  }

  /** Lets the worker end by itself, after the run that it is in. */
  stop(): void {
    this.cancelTimer();
    // A process that was stopped by SIGSTOP does not notice the disconnect.
    this.cancelTimer = this.clock.after(this.timings.killAfterMs, () => this.child.kill('SIGKILL'));
    if (this.child.connected) this.child.disconnect();
  }

  private send(request: WorkerRequest): void {
    // A send fails only when the process is exiting: `exit` follows and rejects the pending runs.
    if (this.child.connected) this.child.send(request, () => {});
  }

  private openRunChannel(): Duplex | undefined {
    // Node leaves the property out when it emits EMFILE or ENFILE as 'error'.
    const channel = (this.child as Partial<ChildProcess>).stdio?.[RUN_CHANNEL_FD] as Duplex | undefined;
    if (!channel) return undefined;
    const reader = new FrameReader((content) => {
      this.recordHeartbeat();
      this.settle(decodeReply(content));
    });
    channel.on('data', (chunk: Buffer) => {
      reader.push(chunk);
    });
    // It fails only when the process is exiting: 'close' of the process follows and rejects the pending runs.
    channel.on('error', () => {});
    return channel;
  }

  private recordHeartbeat(): void {
    this.unansweredPings = 0;
    this.lastHeartbeatMs = this.clock.nowMs();
  }

  private settle(reply: RunReply): void {
    const index = this.pending.findIndex(({ id }) => id === reply.id);
    const [run] = index < 0 ? [] : this.pending.splice(index, 1);
    if ('logits' in reply) run?.resolve(reply);
    else run?.reject(new Error(reply.failure));
  }

  /**
   * Counted in unanswered pings and not by the clock: while the machine or the container is paused, both sides are
   * silent, and the worker is not at fault.
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

  /** Rejects the pending runs. @returns the first reason that is known for the exit */
  private settleExit(reason: string): string {
    this.cancelTimer();
    this.gone ??= `the model process ${reason}`;
    // A worker runs one batch at a time: only the first one can be the cause.
    let hadStarted = true;
    for (const run of this.pending.splice(0)) {
      run.reject(new WorkerCrashedError(this.gone, hadStarted));
      hadStarted = false;
    }
    return this.gone;
  }
}

function untilClosed(stream: Duplex | undefined, action: () => void): void {
  if (!stream || stream.closed) action();
  else stream.once('close', action);
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
