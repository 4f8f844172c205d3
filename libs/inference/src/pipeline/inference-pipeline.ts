import type { Clock } from '#libs/clock';
import type { DropCause, ServiceError } from '#libs/prediction';
import type { ModelFolder } from '../model/model-folder.js';
import type { BatchLimits } from './form-batch.js';
import { AdmissionController, type AdmissionLimits } from './admission-controller.js';
import { RequestScheduler } from './request-scheduler.js';
import { BatchCostModel } from './batch-cost-model.js';
import { BatchingStage } from './batching-stage.js';
import { PoisonInputs } from './poison-inputs.js';
import { TokenEstimate } from './token-estimate.js';
import type { StatsRecorder } from './stats-recorder.js';
import type { TextTokenizer } from './text-tokenizer.js';
import { TokenizationStage } from './tokenization-stage.js';

export interface InferencePipelineOptions {
  readonly clock: Clock;
  readonly folder: ModelFolder;
  readonly tokenizer: TextTokenizer;
  readonly stats: StatsRecorder;
  /** Told when ONNX Runtime failed on a run. */
  readonly report: (reason: string) => void;
}

/** Measured on two cores, 6x384 int8 and SST-2 sentences: see "Decisions" in the README. */
const BATCHED = { maxTexts: 8, maxPaddedTokens: 1_024, batchOverheadTokens: 8 };
/** For large models: what a run holds grows with its tokens, and a batch gains them nothing from here on. */
const LARGE_MODEL_PADDED_TOKENS = 512;
/** Texts among which a batch finds those of like length: four batches' worth. */
const CANDIDATE_TEXTS = 32;
/** Border at which requests take turns in the tokenizer. */
const CHUNK = { chunkTexts: 32, chunkChars: 65_536 };
/** A text that ends this many model processes by itself is refused from then on. */
const MAX_CRASHES = 2;
const POISON_INPUTS_REMEMBERED = 1_000;
const ADMISSION_LIMITS: AdmissionLimits = {
  queuedTokens: 2_000_000,
  // Some fifteen hundred requests of one text: at 500 texts a second three seconds of work.
  queuedBytes: 200e6,
  plannedShare: 0.8,
  alwaysTakenTexts: 32,
};

/** The stations of a text on its way, in order: door, intake, tokenizing line, scheduler. */
export class InferencePipeline {
  readonly admission: AdmissionController;
  readonly scheduler: RequestScheduler;
  readonly batching: BatchingStage;
  /** What the longest run costs, by what runs have cost so far. */
  readonly longestBatchMs: () => number;
  private readonly tokenization: TokenizationStage;

  constructor({ clock, folder, tokenizer, stats, report }: InferencePipelineOptions) {
    const batchLimits = getBatchLimits(folder);
    const costModel = new BatchCostModel();
    const longestBatchTokens = Math.max(batchLimits.maxPaddedTokens, folder.description.maxTokens);
    this.longestBatchMs = () => costModel.estimateBatchMs(longestBatchTokens);
    const tokenEstimate = new TokenEstimate(folder.description.maxTokens);
    const poisonInputs = new PoisonInputs(MAX_CRASHES, POISON_INPUTS_REMEMBERED);
    this.tokenization = new TokenizationStage({
      clock,
      encode: (texts) => tokenizer.encode(texts),
      ...CHUNK,
      // A batch for every process in store; what is tokenized later is tokenized in larger slices.
      isFull: () => this.batching.waiting.length >= batchLimits.maxTexts * Math.max(1, this.batching.workerCount),
      onEncoded: (entries) => {
        for (const { text, tokens, truncated } of entries) if (!truncated) tokenEstimate.observe(text, tokens);
        this.batching.enqueue(entries);
      },
      onFailed: (entries) => {
        const outcome = { failure: 'The text cannot be tokenized.', isRefused: false };
        for (const entry of entries) this.scheduler.settle_(entry, outcome);
      },
    });
    this.batching = new BatchingStage({
      clock,
      labelCount: folder.description.labels.length,
      batchLimits,
      candidateTexts: CANDIDATE_TEXTS,
      poisonInputs,
      settle: (entry, outcome) => this.scheduler.settle_(entry, outcome),
      onBatch: (run) => {
        costModel.observe(run);
        stats.recordBatch(run);
      },
      onFailedBatch: report,
      onDrain: () => this.tokenization.advance(),
    });
    const onDropped = (cause: DropCause) => stats.recordDrop(cause);
    this.admission = new AdmissionController({
      clock,
      cost: costModel,
      tokenization: this.tokenization,
      batching: this.batching,
      limits: ADMISSION_LIMITS,
      onDropped,
    });
    this.scheduler = new RequestScheduler({
      clock,
      admission: this.admission,
      tokenEstimate,
      tokenization: this.tokenization,
      batching: this.batching,
      poisonInputs,
      onDropped,
      onShared: (texts) => stats.recordDeduplicated(texts),
    });
  }

  /** Refuses what still waits. */
  close(error: ServiceError): void {
    this.batching.close(error);
    // What was not tokenized yet need not be.
    this.batching.enqueue(this.tokenization.waiting.takeAll());
  }
}

function getBatchLimits({ batchInvariant, isLarge }: ModelFolder): BatchLimits {
  const maxPaddedTokens = isLarge ? LARGE_MODEL_PADDED_TOKENS : BATCHED.maxPaddedTokens;
  // One by one where a text's answer depends on what it is batched with.
  return { ...BATCHED, maxPaddedTokens, maxTexts: batchInvariant ? BATCHED.maxTexts : 1 };
}
