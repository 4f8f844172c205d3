import type { Classification, ClassifyContext, Encoding } from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { AdmissionController, type AdmissionLimits } from './admission-controller.js';
import { RequestScheduler } from './request-scheduler.js';
import { BatchCostModel } from './batch-cost-model.js';
import { BatchingStage } from './batching-stage.js';
import { PoisonInputs } from './poison-inputs.js';
import { TokenEstimate } from './token-estimate.js';
import { TokenizationStage } from './tokenization-stage.js';
import { RecordingWorker } from './recording-worker.fake.js';

const LIMITS: AdmissionLimits = { queuedTokens: 10_000, queuedBytes: 10_000_000, plannedShare: 1, alwaysTakenTexts: 4 };
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The stations around one worker; a text has a token a character, a run costs 1 ms and 1 ms a token. */
export function openScheduler(limits: Partial<AdmissionLimits> = {}, readyTexts = Number.POSITIVE_INFINITY) {
  const clock = new ManualClock();
  const worker = new RecordingWorker();
  const cost = new BatchCostModel();
  for (let run = 0; run < 2_000; run++) {
    const tokens = 1 + (run % 50);
    cost.observe({ texts: 1, tokens, paddedTokens: tokens, durationMs: 1 + tokens });
  }
  const tokenEstimate = new TokenEstimate(512);
  for (let text = 0; text < 5_000; text++) tokenEstimate.observe('x'.repeat(100), 102);
  const poisonInputs = new PoisonInputs(2, 10);
  const drops: string[] = [];
  let shared = 0;
  const tokenization = new TokenizationStage({
    clock,
    encode: (texts) =>
      Promise.resolve(texts.map((text): Encoding => ({ ids: new Int32Array(text.length), truncated: false }))),
    chunkTexts: 100,
    chunkChars: 100_000,
    isFull: () => batching.waiting.length >= readyTexts,
    onEncoded: (entries) => batching.enqueue(entries),
    onFailed: () => {},
  });
  const batching: BatchingStage = new BatchingStage({
    clock,
    labelCount: 2,
    batchLimits: { maxTexts: 1, maxPaddedTokens: 1_000, batchOverheadTokens: 0 },
    candidateTexts: 8,
    settle: (entry, outcome) => scheduler.settle_(entry, outcome),
    onBatch: (run) => cost.observe(run),
    onFailedBatch: () => {},
    onDrain: () => tokenization.advance(),
    poisonInputs,
  });
  const onDropped = (cause: string) => drops.push(cause);
  const admission = new AdmissionController({
    clock,
    cost,
    tokenization,
    batching,
    limits: { ...LIMITS, ...limits },
    onDropped,
  });
  const scheduler = new RequestScheduler({
    clock,
    admission,
    tokenEstimate,
    tokenization,
    batching,
    poisonInputs,
    onDropped,
    onShared: (texts) => (shared += texts),
  });
  batching.addWorker(worker);
  return { clock, worker, batching, admission, scheduler, poisonInputs, drops, sharedTexts: () => shared };
}

/** Lets what waits arrive at the worker, and ends all its runs. */
export async function finish(worker: RecordingWorker): Promise<void> {
  await settled();
  await worker.endAll();
}

/** The lengths of the texts, as the worker answers them. */
export const toLengths = (outcomes: readonly Classification[]): number[] =>
  outcomes.map((outcome) => ('logits' in outcome ? (outcome.logits[0] ?? Number.NaN) : Number.NaN));

export const catchError = (answer: Promise<unknown>): Promise<unknown> => answer.catch((error: unknown) => error);
export const context: ClassifyContext = { timeoutMs: 10_000 };

/** Texts of 1 to `count` characters. */
export const textsUpTo = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => 'x'.repeat(index + 1));
