/**
 * The limit: one bare ONNX session in a process, fed token ids, and nothing else. The parent sends jobs and gets back
 * how long they took.
 */
import '../../libs/inference/src/workers/no-telemetry.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';

export interface BareJob {
  /** Texts that come along together, as token ids; each window is sorted by length and cut into batches. */
  readonly windows: readonly (readonly Int32Array[])[];
  readonly maxTexts: number;
}

const session = await InferenceSession.create(process.argv[2] ?? '', {
  intraOpNumThreads: Number(process.argv[3]),
  interOpNumThreads: 1,
  logSeverityLevel: 4,
  extra: { session: { intra_op: { allow_spinning: process.argv[4] ?? '0' } } },
});

async function run(batch: readonly Int32Array[]): Promise<void> {
  const longest = Math.max(...batch.map(({ length }) => length));
  const ids = new BigInt64Array(batch.length * longest);
  const mask = new BigInt64Array(batch.length * longest);
  batch.forEach((text, row) => {
    text.forEach((id, column) => (ids[row * longest + column] = BigInt(id)));
    mask.fill(1n, row * longest, row * longest + text.length);
  });
  const shape = [batch.length, longest];
  await session.run({ input_ids: new Tensor('int64', ids, shape), attention_mask: new Tensor('int64', mask, shape) });
}

process.on('disconnect', () => process.exit(0));
process.on('message', ({ windows, maxTexts }: BareJob) => {
  void (async () => {
    const runsMs: number[] = [];
    const startMs = performance.now();
    for (const window of windows) {
      const sorted = [...window].sort((a, b) => a.length - b.length);
      for (let at = 0; at < sorted.length; at += maxTexts) {
        const runStartMs = performance.now();
        await run(sorted.slice(at, at + maxTexts));
        runsMs.push(performance.now() - runStartMs);
      }
    }
    process.send?.({ ms: performance.now() - startMs, runsMs });
  })();
});
process.send?.('ready');
