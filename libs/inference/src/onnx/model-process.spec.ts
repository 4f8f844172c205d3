import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../clock.js';
import type { ModelReply, ModelRequest } from './messages.js';
import { ModelProcessKeeper } from './model-process-keeper.js';
import { ModelProcess, ModelProcessLostError, ModelRefusedError } from './model-process.js';

/** Stands in for the operating system's side of a process. */
class FakeChild extends EventEmitter {
  readonly pid = 4711;
  connected = true;
  readonly sent: ModelRequest[] = [];
  readonly signals: string[] = [];

  send(request: ModelRequest): void {
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
  says(reply: ModelReply): void {
    this.emit('message', reply);
  }
  end(code: number | null, signal: string | null): void {
    this.connected = false;
    this.emit('exit', code, signal);
  }
}

class ManualClock implements Clock {
  private now = 0;
  private timers: { dueMs: number; action: () => void }[] = [];

  nowMs(): number {
    return this.now;
  }
  after(delayMs: number, action: () => void): () => void {
    const timer = { dueMs: this.now + delayMs, action };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }
  /** Delays until the pending timers, in order. */
  pendingMs(): number[] {
    return this.timers.map(({ dueMs }) => dueMs - this.now).sort((a, b) => a - b);
  }
  advance(byMs: number): void {
    const end = this.now + byMs;
    for (;;) {
      const [next] = this.timers.filter(({ dueMs }) => dueMs <= end).sort((a, b) => a.dueMs - b.dueMs);
      if (!next) break;
      this.now = next.dueMs;
      this.timers = this.timers.filter((other) => other !== next);
      next.action();
    }
    this.now = end;
  }
}

const TIMINGS = { pingIntervalMs: 500, unresponsiveAfterMs: 3_000, killAfterMs: 8_000 };

function start(): { child: FakeChild; clock: ManualClock; process: ModelProcess } {
  const child = new FakeChild();
  const clock = new ManualClock();
  return { child, clock, process: new ModelProcess(() => child as unknown as ChildProcess, clock, TIMINGS) };
}

describe('ModelProcess', () => {
  it('sends the ids of a batch end to end and returns its logits', async () => {
    const { child, process } = start();
    child.says({ kind: 'ready' });
    await process.ready;
    const logits = process.run([Int32Array.of(1, 2), Int32Array.of(3)]);
    expect(child.sent).toEqual([{ kind: 'run', id: 1, ids: Int32Array.of(1, 2, 3), lengths: Int32Array.of(2, 1) }]);
    child.says({ kind: 'logits', id: 1, logits: Float32Array.of(0.5) });
    expect(await logits).toEqual(Float32Array.of(0.5));
  });

  it('rejects what it was running when it is lost, and everything after', async () => {
    const { child, process } = start();
    child.says({ kind: 'ready' });
    const running = process.run([Int32Array.of(1)]);
    child.end(null, 'SIGKILL');
    await expect(running).rejects.toBeInstanceOf(ModelProcessLostError);
    await expect(process.run([Int32Array.of(1)])).rejects.toBeInstanceOf(ModelProcessLostError);
    expect(await process.lost).toContain('SIGKILL');
  });

  it('fails one run alone when ONNX Runtime fails on it', async () => {
    const { child, process } = start();
    child.says({ kind: 'ready' });
    const running = process.run([Int32Array.of(1)]);
    child.says({ kind: 'failed', id: 1, reason: 'out of memory' });
    await expect(running).rejects.toThrow('out of memory');
    expect(process.answers).toBe(true);
  });

  it('is not ready with a file that ONNX Runtime refuses', async () => {
    const { child, process } = start();
    child.says({ kind: 'refused', reason: 'no protobuf' });
    await expect(process.ready).rejects.toBeInstanceOf(ModelRefusedError);
    expect(process.answers).toBe(false);
  });

  it('stops counting as answering after a silence, and is killed after a longer one', async () => {
    const { child, clock, process } = start();
    child.says({ kind: 'ready' });
    clock.advance(3_000);
    expect(process.answers).toBe(true);
    clock.advance(100);
    expect(process.answers).toBe(false);
    expect(child.signals).toEqual([]);
    clock.advance(6_000);
    expect(child.signals).toEqual(['SIGKILL']);
    expect(await process.lost).toContain('did not answer for 8000 ms');
  });

  it('is killed when it does not end by itself', () => {
    const { child, clock, process } = start();
    child.says({ kind: 'ready' });
    child.disconnect = () => {
      child.connected = false;
    };
    process.stop();
    clock.advance(8_000);
    expect(child.signals).toEqual(['SIGKILL']);
  });

  it('answers again when it speaks again', () => {
    const { child, clock, process } = start();
    child.says({ kind: 'ready' });
    clock.advance(5_000);
    child.says({ kind: 'pong' });
    expect(process.answers).toBe(true);
  });
});

describe('ModelProcessKeeper', () => {
  function keep(): { children: FakeChild[]; clock: ManualClock; keeper: ModelProcessKeeper; events: string[] } {
    const children: FakeChild[] = [];
    const clock = new ManualClock();
    const events: string[] = [];
    const keeper = new ModelProcessKeeper({
      clock,
      start: () => {
        const child = new FakeChild();
        children.push(child);
        return new ModelProcess(() => child as unknown as ChildProcess, clock, TIMINGS);
      },
      firstRestartDelayMs: 100,
      maxRestartDelayMs: 400,
      healthyAfterMs: 10_000,
      onLost: () => events.push('lost'),
      onReady: () => events.push('ready'),
    });
    return { children, clock, keeper, events };
  }

  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('replaces a lost process at once, and slower each time it is lost again soon', async () => {
    const { children, clock, keeper, events } = keep();
    const opening = keeper.open();
    children[0]?.says({ kind: 'ready' });
    await opening;
    const delays: number[] = [];
    for (let life = 0; life < 5; life++) {
      children.at(-1)?.end(1, null);
      await settled();
      delays.push(...clock.pendingMs());
      clock.advance(400);
      children.at(-1)?.says({ kind: 'ready' });
      await settled();
    }
    expect(delays).toEqual([0, 100, 200, 400, 400]);
    expect(events.filter((event) => event === 'ready')).toHaveLength(6);
    expect(keeper.answers).toBe(true);
  });

  it('forgives an old loss', async () => {
    const { children, clock, keeper } = keep();
    const opening = keeper.open();
    children[0]?.says({ kind: 'ready' });
    await opening;
    children[0]?.end(1, null);
    await settled();
    clock.advance(1);
    children[1]?.says({ kind: 'ready' });
    await settled();
    for (let second = 0; second < 20; second++) {
      clock.advance(1_000);
      children[1]?.says({ kind: 'pong' });
    }
    children[1]?.end(1, null);
    await settled();
    expect(clock.pendingMs()).toContain(0);
  });

  it('tries again when a replacement ends while it loads', async () => {
    const { children, clock, keeper, events } = keep();
    const opening = keeper.open();
    children[0]?.says({ kind: 'ready' });
    await opening;
    children[0]?.end(1, null);
    await settled();
    clock.advance(1);
    children[1]?.end(1, null);
    await settled();
    clock.advance(100);
    expect(children).toHaveLength(3);
    expect(events).toEqual(['ready', 'lost', 'lost']);
  });

  it('starts nothing after it is closed', async () => {
    const { children, clock, keeper, events } = keep();
    const opening = keeper.open();
    children[0]?.says({ kind: 'ready' });
    await opening;
    await keeper.close();
    clock.advance(60_000);
    expect(children).toHaveLength(1);
    expect(events).toEqual(['ready']);
    expect(keeper.answers).toBe(false);
  });
});
