import type { Classification, ClassifyCall, Encoding } from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { Door, type DoorLimits } from './admission-controller.js';
import { Intake } from './request-scheduler.js';
import { RunCost } from './batch-cost-model.js';
import { Scheduler } from './batching-stage.js';
import { SuspectTexts } from './poison-inputs.js';
import { TokenEstimate } from './token-estimate.js';
import { TokenizingLine } from './tokenization-stage.js';
import { RecordingExecutor } from './recording-worker.fake.js';

const LIMITS: DoorLimits = { queuedTokens: 10_000, queuedBytes: 10_000_000, plannedShare: 1, alwaysTakenTexts: 4 };
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The stations around one executor; a text has a token a character, a run costs 1 ms and 1 ms a token. */
export function openIntake(limits: Partial<DoorLimits> = {}, readyTexts = Number.POSITIVE_INFINITY) {
  const clock = new ManualClock();
  const executor = new RecordingExecutor();
  const cost = new RunCost();
  for (let run = 0; run < 2_000; run++) {
    const tokens = 1 + (run % 50);
    cost.learn({ texts: 1, tokens, paddedTokens: tokens, durationMs: 1 + tokens });
  }
  const tokenEstimate = new TokenEstimate(512);
  for (let text = 0; text < 5_000; text++) tokenEstimate.learn('x'.repeat(100), 102);
  const suspects = new SuspectTexts(2, 10);
  const drops: string[] = [];
  let shared = 0;
  const line = new TokenizingLine({
    clock,
    encode: (texts) =>
      Promise.resolve(texts.map((text): Encoding => ({ ids: new Int32Array(text.length), truncated: false }))),
    sliceTexts: 100,
    sliceChars: 100_000,
    isFull: () => scheduler.waiting.length >= readyTexts,
    onEncoded: (flights) => scheduler.enqueue(flights),
    onFailed: () => {},
  });
  const scheduler: Scheduler = new Scheduler({
    clock,
    labelCount: 2,
    batchLimits: { maxTexts: 1, maxPaddedTokens: 1_000, runOverheadTokens: 0 },
    windowTexts: 8,
    land: (flight, outcome) => intake.land(flight, outcome),
    onRun: (run) => cost.learn(run),
    onFailedRun: () => {},
    onTaken: () => line.advance(),
    suspects,
  });
  const onDropped = (cause: string) => drops.push(cause);
  const door = new Door({ clock, cost, line, scheduler, limits: { ...LIMITS, ...limits }, onDropped });
  const intake = new Intake({
    clock,
    door,
    tokenEstimate,
    line,
    scheduler,
    suspects,
    onDropped,
    onShared: (texts) => (shared += texts),
  });
  scheduler.add(executor);
  return { clock, executor, scheduler, door, intake, suspects, drops, sharedTexts: () => shared };
}

/** Lets what waits arrive at the executor, and ends all its runs. */
export async function finish(executor: RecordingExecutor): Promise<void> {
  await settled();
  await executor.endAll();
}

/** The lengths of the texts, as the executor answers them. */
export const lengthsOf = (outcomes: readonly Classification[]): number[] =>
  outcomes.map((outcome) => ('logits' in outcome ? (outcome.logits[0] ?? Number.NaN) : Number.NaN));

export const errorOf = (answer: Promise<unknown>): Promise<unknown> => answer.catch((error: unknown) => error);
export const call: ClassifyCall = { timeoutMs: 10_000 };

/** Texts of 1 to `count` characters. */
export const textsUpTo = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => 'x'.repeat(index + 1));
