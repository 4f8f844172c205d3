/**
 * The program of a worker: one ONNX session, or two of the same model, and one run at a time.
 *
 * It is a process and not a thread: `session.run()` blocks its thread for the whole run, a thread in native code cannot
 * be ended, and ending a worker thread in the middle of a run aborts the whole process. A child process can be killed at
 * any moment without harm to its parent.
 */
import './parent-lifetime.js';
import './no-telemetry.js';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { FrameReader } from './frame-reader.js';
import { RUN_CHANNEL_FD, type WorkerOptions, type WorkerReply, type WorkerRequest } from './messages.js';
import { decodeRun, encodeReply, type RunReply, type RunRequest } from './run-frames.js';
import { toFeeds, readSignature, type SessionSignature } from './session-signature.js';

const options = JSON.parse(process.argv[2] ?? '{}') as WorkerOptions;

function reply(message: WorkerReply): void {
  // Without a callback a parent that just ended would make this an uncaught EPIPE, with a stack trace in the log.
  process.send?.(message, () => {});
}

interface Sessions {
  readonly main: InferenceSession;
  readonly solo: InferenceSession;
  readonly signature: SessionSignature;
}

async function openSessions(): Promise<Sessions> {
  const model = await readFile(options.modelPath);
  // The bytes that are checked are the bytes that are loaded: the file may have been replaced since the service started.
  if (createHash('sha256').update(model).digest('hex') !== options.modelSha256) {
    throw new Error('is not the file that the manifest describes');
  }
  const main = await openSession(model, options.threads, false);
  const signature = readSignature(main, options.labelCount);
  const solo = options.soloThreads > 0 ? await openSession(model, options.soloThreads, true) : main;
  return { main, solo, signature };
}

async function openSession(model: Uint8Array, threads: number, spinning: boolean): Promise<InferenceSession> {
  return await InferenceSession.create(model, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // Failures come as exceptions; the library would also print them, with parts of the input.
    logSeverityLevel: 4,
    // Thread spinning is disabled because it would consume the CPU quota. The solo session is the exception: its runs
    // are so short that threads that sleep would make them slower, and the threads stop spinning when the run ends.
    extra: { session: { force_spinning_stop: '1', intra_op: { allow_spinning: spinning ? '1' : '0' } } },
  });
}

interface Outputs {
  readonly logits: Float32Array;
  readonly earlyExits: number;
}

async function run(session: InferenceSession, signature: SessionSignature, request: RunRequest): Promise<Outputs> {
  const { ids, lengths } = request;
  const { shape, inputs } = toFeeds(signature, ids, lengths, options.padTokenId);
  const tensors = Object.entries(inputs).map(([name, values]) => [name, new Tensor('int64', values, shape)] as const);
  const outputs = await session.run(Object.fromEntries(tensors));
  const logits = outputs[signature.output]?.data;
  if (!(logits instanceof Float32Array) || logits.length !== lengths.length * options.labelCount) {
    throw new Error(`output "${signature.output}" is not ${options.labelCount} float32 values for each text`);
  }
  return { logits, earlyExits: countEarlyExits(outputs, signature) };
}

function countEarlyExits(outputs: InferenceSession.OnnxValueMapType, { earlyExits }: SessionSignature): number {
  const flags = earlyExits === undefined ? undefined : outputs[earlyExits]?.data;
  return flags instanceof Int32Array ? flags.reduce((sum, flag) => sum + flag, 0) : 0;
}

async function answer(request: RunRequest, { main, solo, signature }: Sessions): Promise<RunReply> {
  const startedMs = performance.now();
  const { id } = request;
  try {
    const outputs = await run(request.solo ? solo : main, signature, request);
    return { id, durationMs: performance.now() - startedMs, ...outputs };
  } catch (error) {
    return { id, durationMs: performance.now() - startedMs, failure: toReason(error) };
  }
}

function serve(sessions: Sessions): void {
  process.on('message', (request: WorkerRequest) => {
    request.kind satisfies 'ping';
    reply({ kind: 'pong' });
  });
  const channel = new Socket({ fd: RUN_CHANNEL_FD });
  // The service has left: the end of the other channel ends the worker.
  channel.on('error', () => {});
  let last = Promise.resolve();
  const reader = new FrameReader((content) => {
    // One at a time: the next batch starts when the reply of the last one is written.
    last = last.then(async () => {
      channel.write(encodeReply(await answer(decodeRun(content), sessions)));
    });
  });
  channel.on('data', (chunk: Buffer) => {
    reader.push(chunk);
  });
}

function toReason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
}

try {
  serve(await openSessions());
  // The file's bytes lie outside the heap: V8 sees no need to let go of them, and they are as many again as the model.
  globalThis.gc?.();
  reply({ kind: 'ready' });
} catch (error) {
  reply({ kind: 'refused', reason: toReason(error) });
}
