import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../clock.js';
import type { ModelProcessOptions, ModelReply, ModelRequest } from './messages.js';

/** Starts the operating system's side of a model process; tests bring a fake. */
export type StartChild = (options: ModelProcessOptions) => ChildProcess;

/** Forks the compiled entry file beside this one. */
export function forkModelProcess(
  options: ModelProcessOptions,
  entry: URL = new URL('./model-process.entry.js', import.meta.url),
): ChildProcess {
  return fork(fileURLToPath(entry), [JSON.stringify(options)], {
    serialization: 'advanced',
    // The heap holds one batch at a time; without a limit V8 sizes it by the host's memory.
    execArgv: ['--max-old-space-size=64'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

/** The model process is gone, or does not answer. Its runs may be tried on another. */
export class ModelProcessLostError extends Error {
  override readonly name = 'ModelProcessLostError';
}

/** ONNX Runtime refused the model file: another process would end the same way. */
export class ModelRefusedError extends Error {
  override readonly name = 'ModelRefusedError';
}

export interface ModelProcessTimings {
  /** Time between two questions whether the process still answers. */
  readonly pingIntervalMs: number;
  /** Silence after which the process counts as not answering. Longer than any batch runs. */
  readonly unresponsiveAfterMs: number;
  /** Silence after which the process is killed, and the time that it has to end by itself. */
  readonly killAfterMs: number;
}

interface PendingRun {
  resolve(logits: Float32Array): void;
  reject(error: Error): void;
}

/** One life of one model process: from its start until it is lost, by whatever cause. */
export class ModelProcess {
  /** Settles when the model is loaded; rejects with ModelRefusedError or ModelProcessLostError. */
  readonly ready: Promise<void>;
  /** Resolves, with the reason, when the process is gone. */
  readonly lost: Promise<string>;

  private readonly child: ChildProcess;
  private readonly pending = new Map<number, PendingRun>();
  private nextRunId = 1;
  private lastHeardMs: number;
  private loaded = false;
  private gone: string | undefined;
  private cancelTimer: () => void = () => {};

  constructor(
    start: () => ChildProcess,
    private readonly clock: Clock,
    private readonly timings: ModelProcessTimings,
  ) {
    this.lastHeardMs = clock.nowMs();
    this.child = start();
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', (message: ModelReply) => {
        this.lastHeardMs = this.clock.nowMs();
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
      this.child.once('exit', () => {
        reject(new ModelProcessLostError('the model process ended while it was loading'));
      });
    });
    // Who only waits for `lost` must not be punished with an unhandled rejection.
    this.ready.catch(() => {});
    this.lost = new Promise((resolve) => {
      const lose = (reason: string) => {
        this.cancelTimer();
        this.gone ??= reason;
        resolve(this.gone);
        for (const run of this.pending.values()) run.reject(new ModelProcessLostError(this.gone));
        this.pending.clear();
      };
      this.child.once('exit', (code, signal) => {
        lose(`the model process ended (${signal ?? `exit code ${code}`})`);
      });
      this.child.once('error', (error) => {
        lose(`the model process could not be started (${error.message})`);
      });
    });
  }

  get processId(): number | undefined {
    return this.child.pid;
  }

  /** Whether the process is loaded and was heard of lately. */
  get answers(): boolean {
    return this.loaded && !this.gone && this.silentMs() <= this.timings.unresponsiveAfterMs;
  }

  /**
   * Runs one batch.
   *
   * @param encodings token ids a text
   * @returns logits, row by row, one float32 a label
   * @throws ModelProcessLostError when the process ends first; Error when ONNX Runtime fails on this batch
   */
  run(encodings: readonly Int32Array[]): Promise<Float32Array> {
    if (this.gone) return Promise.reject(new ModelProcessLostError(this.gone));
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
      this.send({ kind: 'run', id, ids, lengths });
    });
  }

  /** Lets the process end by itself, after the run it is in. */
  stop(): void {
    this.cancelTimer();
    // A stopped process never notices that its parent let go.
    this.cancelTimer = this.clock.after(this.timings.killAfterMs, () => this.child.kill('SIGKILL'));
    if (this.child.connected) this.child.disconnect();
  }

  private send(request: ModelRequest): void {
    // A failing send means that the process is on its way out: `exit` follows and settles what waits.
    if (this.child.connected) this.child.send(request, () => {});
  }

  private settle(message: Extract<ModelReply, { kind: 'pong' | 'logits' | 'failed' }>): void {
    if (message.kind === 'pong') return;
    const run = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.kind === 'logits') run?.resolve(message.logits);
    else run?.reject(new Error(message.reason));
  }

  private silentMs(): number {
    return this.clock.nowMs() - this.lastHeardMs;
  }

  private watch(): void {
    this.cancelTimer = this.clock.after(this.timings.pingIntervalMs, () => {
      if (this.gone) return;
      if (this.silentMs() > this.timings.killAfterMs) {
        this.gone = `the model process did not answer for ${this.timings.killAfterMs} ms and was killed`;
        this.child.kill('SIGKILL');
        return;
      }
      this.send({ kind: 'ping' });
      this.watch();
    });
  }
}
