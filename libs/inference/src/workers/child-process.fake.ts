import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { WorkerReply, WorkerRequest } from './messages.js';

/** Stands in for the operating system's side of a process. */
export class FakeChild extends EventEmitter {
  readonly pid = 4711;
  connected = true;
  readonly sent: WorkerRequest[] = [];
  readonly signals: string[] = [];

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
  end(code: number | null, signal: string | null): void {
    this.connected = false;
    this.emit('exit', code, signal);
  }
  /** As what the product takes it for. */
  asChildProcess(): ChildProcess {
    return this as unknown as ChildProcess;
  }
}
