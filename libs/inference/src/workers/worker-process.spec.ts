import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { FakeChild } from './child-process.fake.js';
import { WorkerProcess, WorkerCrashedError, ModelRefusedError } from './worker-process.js';

const TIMINGS = { pingIntervalMs: 500, unresponsiveAfterMs: 3_000, killAfterMs: 8_000, loadWithinMs: 60_000 };

function start(): { child: FakeChild; clock: ManualClock; process: WorkerProcess } {
  const child = new FakeChild();
  const clock = new ManualClock();
  return { child, clock, process: new WorkerProcess(() => child.asChildProcess(), clock, TIMINGS) };
}

describe('Worker process', () => {
  it('sends the ids of a batch end to end and returns its logits', async () => {
    const { child, process } = start();
    child.says({ kind: 'ready' });
    await process.ready;
    const logits = process.run([Int32Array.of(1, 2), Int32Array.of(3)]);
    const request = { id: 1, ids: Int32Array.of(1, 2, 3), lengths: Int32Array.of(2, 1), solo: false };
    expect(child.runs).toEqual([request]);
    child.answers({ id: 1, durationMs: 2.5, logits: Float32Array.of(0.5), earlyExits: 1 });
    expect(await logits).toMatchObject({ durationMs: 2.5, logits: Float32Array.of(0.5), earlyExits: 1 });
  });

  it('rejects its runs when it exits, and all later ones', async () => {
    const { child, process } = start();
    child.says({ kind: 'ready' });
    const running = process.run([Int32Array.of(1)]);
    child.end(null, 'SIGKILL');
    await expect(running).rejects.toBeInstanceOf(WorkerCrashedError);
    await expect(process.run([Int32Array.of(1)])).rejects.toBeInstanceOf(WorkerCrashedError);
    expect(await process.exited).toContain('SIGKILL');
  });

  it('blames only the first of its runs for its exit', async () => {
    const { child, process } = start();
    child.says({ kind: 'ready' });
    const runs = [1, 2, 3].map((id) => process.run([Int32Array.of(id)]));
    child.answers({ id: 1, durationMs: 1, logits: Float32Array.of(0.5), earlyExits: 0 });
    child.end(null, 'SIGKILL');
    const outcomes = await Promise.allSettled(runs);
    const blamed = outcomes.map((outcome) => outcome.status === 'rejected' && (outcome.reason as WorkerCrashedError));
    expect(blamed).toEqual([
      false,
      expect.objectContaining({ hadStarted: true }),
      expect.objectContaining({ hadStarted: false }),
    ]);
  });

  it('fails one run alone when ONNX Runtime fails on it', async () => {
    const { child, process } = start();
    child.says({ kind: 'ready' });
    const running = process.run([Int32Array.of(1)]);
    child.answers({ id: 1, durationMs: 1, failure: 'out of memory' });
    await expect(running).rejects.toThrow('out of memory');
    expect(process.isResponsive).toBe(true);
  });

  it('is not ready with a file that ONNX Runtime refuses', async () => {
    const { child, process } = start();
    child.says({ kind: 'refused', reason: 'no protobuf' });
    await expect(process.ready).rejects.toBeInstanceOf(ModelRefusedError);
    expect(process.isResponsive).toBe(false);
  });

  it('exits when it cannot be started: at once, or a moment later', async () => {
    const refuse = () => {
      throw new Error('EAGAIN');
    };
    expect(() => new WorkerProcess(refuse, new ManualClock(), TIMINGS)).toThrow(WorkerCrashedError);
    const { child, process } = start();
    child.emit('error', new Error('EAGAIN'));
    await expect(process.ready).rejects.toThrow('could not be started (EAGAIN)');
    expect(await process.exited).toContain('EAGAIN');
  });

  it('exits when the system has no file descriptor left for it', async () => {
    const child = new FakeChild();
    const withoutStreams = Object.defineProperty(child, 'stdio', { value: undefined }).asChildProcess();
    const process = new WorkerProcess(() => withoutStreams, new ManualClock(), TIMINGS);
    child.emit('error', new Error('spawn EMFILE'));
    await expect(process.ready).rejects.toThrow('could not be started (spawn EMFILE)');
    await expect(process.run([Int32Array.of(1)])).rejects.toBeInstanceOf(WorkerCrashedError);
  });

  it('says how it ended when it ends while it loads', async () => {
    const { child, process } = start();
    child.end(null, 'SIGSEGV');
    await expect(process.ready).rejects.toThrow('SIGSEGV');
  });

  it('is killed when it does not load in time', async () => {
    const { child, clock, process } = start();
    clock.advance(TIMINGS.loadWithinMs);
    expect(child.signals).toEqual(['SIGKILL']);
    await expect(process.ready).rejects.toThrow('did not load the model within 60000 ms');
  });

  it('stops counting as answering when it owes an answer, and is killed when it owes it longer', async () => {
    const { child, clock, process } = start();
    child.says({ kind: 'ready' });
    clock.advance(3_400);
    expect(process.isResponsive).toBe(true);
    clock.advance(100);
    expect(process.isResponsive).toBe(false);
    clock.advance(4_900);
    expect(child.signals).toEqual([]);
    clock.advance(100);
    expect(child.signals).toEqual(['SIGKILL']);
    expect(await process.exited).toContain('did not answer for 8000 ms');
  });

  it('is not blamed for a silence in which it was not asked', () => {
    const { child, clock, process } = start();
    child.says({ kind: 'ready' });
    clock.pause(3_600_000);
    clock.advance(500);
    expect(process.isResponsive).toBe(true);
    expect(child.signals).toEqual([]);
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
    expect(process.isResponsive).toBe(true);
  });
});
