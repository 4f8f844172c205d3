import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { FrameReader } from './frame-reader.js';
import { RUN_CHANNEL_FD, type WorkerReply, type WorkerRequest } from './messages.js';
import { decodeRun, encodeReply, type RunReply, type RunRequest } from './run-frames.js';

/** The socket for batches: what the product writes is read as runs. */
class FakeRunChannel extends PassThrough {
  readonly runs: RunRequest[] = [];
  private readonly reader = new FrameReader((content) => this.runs.push(decodeRun(content)));

  override write(frame: unknown): boolean {
    this.reader.push(frame as Buffer);
    return true;
  }
}

/** Stands in for the operating system's side of a process. */
export class FakeChild extends EventEmitter {
  readonly pid = 4711;
  connected = true;
  readonly sent: WorkerRequest[] = [];
  readonly signals: string[] = [];
  private readonly runChannel = new FakeRunChannel();
  readonly stdio = Object.assign([], { [RUN_CHANNEL_FD]: this.runChannel });

  /** The batches that were sent to it. */
  get runs(): readonly RunRequest[] {
    return this.runChannel.runs;
  }

  send(request: WorkerRequest): void {
    this.sent.push(request);
  }
  disconnect(): void {
    this.connected = false;
    this.end(0, null);
  }
  kill(signal: string): void {
    this.signals.push(signal);
    this.end(null, signal);
  }
  says(reply: WorkerReply): void {
    this.emit('message', reply);
  }
  answers(reply: RunReply): void {
    this.runChannel.emit('data', encodeReply(reply));
  }
  end(code: number | null, signal: string | null): void {
    this.connected = false;
    this.emit('exit', code, signal);
    this.runChannel.destroy();
  }
  /** As what the product takes it for. */
  asChildProcess(): ChildProcess {
    return this as unknown as ChildProcess;
  }
}
