import type { Clock } from '#libs/clock';
import type { PredictionError, WindowPolicy } from '#libs/prediction';
import type { Worker } from '../workers/worker-process.js';
import { AdmissionController, type AdmissionLimits } from './admission-controller.js';
import { BatchCostModel } from './batch-cost-model.js';
import { BatchingStage } from './batching-stage.js';
import type { BatchLimits } from './form-batch.js';
import type { CompletedRequest } from './pending-request.js';
import { PoisonInputs } from './poison-inputs.js';
import { RequestScheduler, type RequestLimits } from './request-scheduler.js';
import { StatsRecorder } from './stats-recorder.js';
import type { TextTokenizer } from './text-tokenizer.js';
import { TokenEstimate } from './token-estimate.js';
import { TokenizationStage } from './tokenization-stage.js';

/** The properties of a model that the pipeline depends on. */
export interface PipelineModel {
  readonly labelCount: number;
  /** Longest input in tokens, special tokens included. */
  readonly maxTokens: number;
  readonly windows: WindowPolicy;
  /** Whether the outcome of a text is independent of the other texts in its batch. */
  readonly batchInvariant: boolean;
}

export interface PipelineLimits {
  readonly batch: BatchLimits;
  /** Inputs among which a batch finds inputs of similar length. */
  readonly candidateInputs: number;
  readonly batchesPerWorker: number;
  readonly backgroundBatchInputs: number;
  readonly chunk: { readonly chunkTexts: number; readonly chunkChars: number };
  readonly admission: AdmissionLimits;
}

export interface InferencePipelineOptions {
  readonly clock: Clock;
  readonly model: PipelineModel;
  readonly tokenizer: Pick<TextTokenizer, 'encode' | 'maxChars'>;
  readonly stats: StatsRecorder;
  readonly logger: Pick<Console, 'warn'>;
  /** By default those of the model, and estimators without observations. Tests bring their own. */
  readonly limits?: PipelineLimits;
  readonly costModel?: BatchCostModel;
  readonly tokenEstimate?: TokenEstimate;
}

/** A text on which this many workers crashed in a batch of its own is refused from then on. */
const MAX_CRASHES = 2;
const POISON_INPUTS_KEPT = 1_000;

/** Measured on two cores, 6x384 int8 and SST-2 sentences: see "Decisions" in the README. */
const BATCH_LIMITS: BatchLimits = { maxInputs: 8, maxPaddedTokens: 512, batchOverheadTokens: 8 };

/** The limits that a model is served with. */
export function getPipelineLimits({ batchInvariant }: PipelineModel): PipelineLimits {
  return {
    batch: {
      ...BATCH_LIMITS,
      maxInputs: batchInvariant ? BATCH_LIMITS.maxInputs : 1,
    },
    // The inputs of four batches.
    candidateInputs: 32,
    // Without batches the runs are longer than the waits between them, and a text that waits can still be cancelled.
    batchesPerWorker: batchInvariant ? 2 : 1,
    // Single requests beside 8 streams have a p99 of twice that of requests alone; of four times with 4 inputs.
    backgroundBatchInputs: 2,
    chunk: { chunkTexts: 32, chunkChars: 16_384 },
    admission: {
      queuedTokens: 2_000_000,
      // About twelve hundred requests of one text: more than two seconds of work at 500 texts a second.
      bytes: 160e6,
      hardBytes: 200e6,
      plannedShare: 0.8,
      alwaysAcceptedInputs: 32,
    },
  };
}

/** The stages of inference, composed from the last one to the first: each stage gets the next one. */
export class InferencePipeline {
  readonly admission: AdmissionController;
  private readonly scheduler: RequestScheduler;
  private readonly tokenization: TokenizationStage;
  private readonly batching: BatchingStage;
  private readonly costModel: BatchCostModel;
  private readonly longestBatchTokens: number;

  constructor(options: InferencePipelineOptions) {
    const { clock, model, tokenizer, stats, logger } = options;
    const { limits = getPipelineLimits(model), costModel = new BatchCostModel() } = options;
    const { tokenEstimate = new TokenEstimate(model.maxTokens, model.windows) } = options;
    const poisonInputs = new PoisonInputs(MAX_CRASHES, POISON_INPUTS_KEPT);
    this.costModel = costModel;
    this.longestBatchTokens = Math.max(limits.batch.maxPaddedTokens, model.maxTokens);
    const batching = new BatchingStage({
      clock,
      labelCount: model.labelCount,
      windows: model.windows,
      batchLimits: limits.batch,
      candidateInputs: limits.candidateInputs,
      batchesPerWorker: limits.batchesPerWorker,
      backgroundBatchInputs: limits.backgroundBatchInputs,
      poisonInputs,
      costModel,
      stats,
      logger,
    });
    const tokenization = new TokenizationStage({ clock, tokenizer, tokenEstimate, batching, ...limits.chunk });
    const admission = new AdmissionController({
      clock,
      costModel,
      tokenization,
      batching,
      limits: limits.admission,
      stats,
    });
    this.scheduler = new RequestScheduler({
      clock,
      admission,
      tokenEstimate,
      poisonInputs,
      tokenization,
      batching,
      stats,
    });
    this.admission = admission;
    this.tokenization = tokenization;
    this.batching = batching;
  }

  /** @throws PredictionError `overloaded` at once; `deadline-exceeded`, `client-left`, `model-unavailable` later */
  classify(texts: readonly string[], limits: RequestLimits): Promise<CompletedRequest> {
    return this.scheduler.classify(texts, limits);
  }

  addWorker(worker: Worker): void {
    this.batching.addWorker(worker);
  }

  removeWorker(worker: Worker): void {
    this.batching.removeWorker(worker);
  }

  /** Estimated duration of the longest batch in milliseconds. */
  estimateLongestBatchMs(): number {
    return this.costModel.estimateBatchMs(this.longestBatchTokens);
  }

  /** Refuses the queued texts and all later ones. Running batches end by themselves. */
  close(error: PredictionError): void {
    this.batching.close(error);
    this.tokenization.close(error);
  }
}
