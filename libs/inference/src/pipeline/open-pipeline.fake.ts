import type { TextOutcome, WindowPolicy } from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import type { AdmissionLimits } from './admission-controller.js';
import { BatchCostModel } from './batch-cost-model.js';
import type { Encoding } from './encoding.js';
import type { BatchLimits } from './form-batch.js';
import { InferencePipeline } from './inference-pipeline.js';
import type { CompletedRequest } from './pending-request.js';
import { RecordingWorker } from './recording-worker.fake.js';
import { StatsRecorder } from './stats-recorder.js';
import type { TextTokenizer } from './text-tokenizer.js';
import { TokenEstimate } from './token-estimate.js';

export const WINDOWS: WindowPolicy = { tokens: 128, overlapTokens: 16, maxWindows: 16, temperature: 1 };

export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A tokenizer that makes one token of each character, and records its calls. */
export class CharacterTokenizer {
  readonly maxChars = 1_000_000;
  readonly calls: string[][] = [];

  encode(texts: readonly string[]): Promise<Encoding[]> {
    this.calls.push([...texts]);
    return Promise.resolve(
      texts.map((text) => ({
        inputs: [new Int32Array(text.length)],
        truncated: false,
        tokens: text.length,
        unknownTokens: 0,
        readChars: text.length,
      })),
    );
  }
}

export interface OpenPipelineOptions {
  readonly admission?: Partial<AdmissionLimits>;
  readonly batch?: Partial<BatchLimits>;
  readonly batchesPerWorker?: number;
  readonly chunk?: { readonly chunkTexts: number; readonly chunkChars: number };
  readonly tokenizer?: Pick<TextTokenizer, 'encode' | 'maxChars'>;
  /** Workers from the start; one that records by default. */
  readonly workers?: readonly RecordingWorker[];
}

/**
 * The composition that the service runs, with a tokenizer and workers of the test. A text has one token for each
 * character and is estimated at two more, the special tokens. A run is estimated at 1 ms and 1 ms for each token. By
 * default a batch has one text.
 */
export function openPipeline(options: OpenPipelineOptions = {}) {
  const { tokenizer = new CharacterTokenizer(), workers = [new RecordingWorker()] } = options;
  const clock = new ManualClock();
  const stats = new StatsRecorder();
  const warnings: string[] = [];
  const pipeline = new InferencePipeline({
    clock,
    model: { labelCount: 2, maxTokens: 512, windows: WINDOWS, batchInvariant: true },
    tokenizer,
    stats,
    logger: { warn: (line: string) => warnings.push(line) },
    limits: {
      batch: { maxInputs: 1, maxPaddedTokens: 1_024, batchOverheadTokens: 5, ...options.batch },
      candidateInputs: 8,
      batchesPerWorker: options.batchesPerWorker ?? 1,
      backgroundBatchInputs: 2,
      chunk: options.chunk ?? { chunkTexts: 100, chunkChars: 100_000 },
      admission: {
        queuedTokens: 10_000,
        bytes: 10_000_000,
        hardBytes: 12_000_000,
        plannedShare: 1,
        alwaysAcceptedInputs: 4,
        ...options.admission,
      },
    },
    costModel: createCostModel(),
    tokenEstimate: createTokenEstimate(),
  });
  for (const worker of workers) pipeline.addWorker(worker);
  const classify = (texts: readonly string[], { client, timeoutMs = 10_000, background, signal }: CallOptions = {}) =>
    pipeline.classify(texts, { client, deadlineMs: clock.nowMs() + timeoutMs, background, signal });
  const worker = workers[0] ?? new RecordingWorker();
  return { clock, pipeline, stats, warnings, worker, tokenizer, classify };
}

interface CallOptions {
  readonly client?: string;
  readonly timeoutMs?: number;
  readonly background?: boolean;
  readonly signal?: AbortSignal;
}

function createCostModel(): BatchCostModel {
  const costModel = new BatchCostModel();
  for (let run = 0; run < 2_000; run++) {
    const tokens = 1 + (run % 50);
    costModel.observe({ inputs: 1, tokens, paddedTokens: tokens, durationMs: 1 + tokens });
  }
  return costModel;
}

function createTokenEstimate(): TokenEstimate {
  const tokenEstimate = new TokenEstimate(512, WINDOWS);
  for (let text = 0; text < 5_000; text++) tokenEstimate.observe('x'.repeat(100), 102);
  return tokenEstimate;
}

/** Lets queued texts arrive at the worker, and ends all its runs. */
export async function finish(worker: RecordingWorker): Promise<void> {
  await settled();
  await worker.endAll();
}

/** The lengths of the texts, which are the logits of RecordingWorker. */
export const toLengths = ({ outcomes }: CompletedRequest): number[] => outcomes.map(toLength);

export const toLength = (outcome: TextOutcome): number =>
  'logits' in outcome ? (outcome.logits[0] ?? Number.NaN) : Number.NaN;

export const catchError = (answer: Promise<unknown>): Promise<unknown> => answer.catch((error: unknown) => error);

/** Texts of 1 to `count` characters. */
export const textsUpTo = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => 'x'.repeat(index + 1));
