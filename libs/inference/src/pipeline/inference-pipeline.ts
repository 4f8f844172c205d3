import type { Clock } from '#libs/clock';
import type { DropCause, ServiceError } from '#libs/prediction';
import type { ModelFolder } from '../model/model-folder.js';
import type { BatchLimits } from './form-batch.js';
import { Door, type DoorLimits } from './admission-controller.js';
import { Intake } from './request-scheduler.js';
import { RunCost } from './batch-cost-model.js';
import { Scheduler } from './batching-stage.js';
import { SuspectTexts } from './poison-inputs.js';
import { TokenEstimate } from './token-estimate.js';
import type { Tallies } from './stats-recorder.js';
import type { TextTokenizer } from './text-tokenizer.js';
import { TokenizingLine } from './tokenization-stage.js';

export interface StationsOptions {
  readonly clock: Clock;
  readonly folder: ModelFolder;
  readonly tokenizer: TextTokenizer;
  readonly tallies: Tallies;
  /** Told when ONNX Runtime failed on a run. */
  readonly report: (reason: string) => void;
}

/** Measured on two cores, 6x384 int8 and SST-2 sentences: see "Decisions" in the README. */
const BATCHED = { maxTexts: 8, maxPaddedTokens: 1_024, runOverheadTokens: 8 };
/** For large models: what a run holds grows with its tokens, and a batch gains them nothing from here on. */
const LARGE_MODEL_PADDED_TOKENS = 512;
/** Texts among which a batch finds those of like length: four batches' worth. */
const WINDOW_TEXTS = 32;
/** Border at which requests take turns in the tokenizer. */
const SLICE = { sliceTexts: 32, sliceChars: 65_536 };
/** A text that ends this many model processes by itself is refused from then on. */
const MAX_LOSSES = 2;
const SUSPECTS_REMEMBERED = 1_000;
const DOOR_LIMITS: DoorLimits = {
  queuedTokens: 2_000_000,
  // Some fifteen hundred requests of one text: at 500 texts a second three seconds of work.
  queuedBytes: 200e6,
  plannedShare: 0.8,
  alwaysTakenTexts: 32,
};

/** The stations of a text on its way, in order: door, intake, tokenizing line, scheduler. */
export class Stations {
  readonly door: Door;
  readonly intake: Intake;
  readonly scheduler: Scheduler;
  /** What the longest run costs, by what runs have cost so far. */
  readonly longestRunMs: () => number;
  private readonly line: TokenizingLine;

  constructor({ clock, folder, tokenizer, tallies, report }: StationsOptions) {
    const batchLimits = batchLimitsOf(folder);
    const cost = new RunCost();
    const longestRunTokens = Math.max(batchLimits.maxPaddedTokens, folder.description.maxTokens);
    this.longestRunMs = () => cost.ofRunMs(longestRunTokens);
    const tokenEstimate = new TokenEstimate(folder.description.maxTokens);
    const suspects = new SuspectTexts(MAX_LOSSES, SUSPECTS_REMEMBERED);
    this.line = new TokenizingLine({
      clock,
      encode: (texts) => tokenizer.encode(texts),
      ...SLICE,
      // A batch for every process in store; what is tokenized later is tokenized in larger slices.
      isFull: () => this.scheduler.waiting.length >= batchLimits.maxTexts * Math.max(1, this.scheduler.executorCount),
      onEncoded: (flights) => {
        for (const { text, tokens, truncated } of flights) if (!truncated) tokenEstimate.learn(text, tokens);
        this.scheduler.enqueue(flights);
      },
      onFailed: (flights) => {
        const outcome = { failure: 'The text cannot be tokenized.', isRefused: false };
        for (const flight of flights) this.intake.land(flight, outcome);
      },
    });
    this.scheduler = new Scheduler({
      clock,
      labelCount: folder.description.labels.length,
      batchLimits,
      windowTexts: WINDOW_TEXTS,
      suspects,
      land: (flight, outcome) => this.intake.land(flight, outcome),
      onRun: (run) => {
        cost.learn(run);
        tallies.countRun(run);
      },
      onFailedRun: report,
      onTaken: () => this.line.advance(),
    });
    const onDropped = (cause: DropCause) => tallies.countDrop(cause);
    this.door = new Door({
      clock,
      cost,
      line: this.line,
      scheduler: this.scheduler,
      limits: DOOR_LIMITS,
      onDropped,
    });
    this.intake = new Intake({
      clock,
      door: this.door,
      tokenEstimate,
      line: this.line,
      scheduler: this.scheduler,
      suspects,
      onDropped,
      onShared: (texts) => tallies.countShared(texts),
    });
  }

  /** Refuses what still waits. */
  close(error: ServiceError): void {
    this.scheduler.close(error);
    // What was not tokenized yet need not be.
    this.scheduler.enqueue(this.line.waiting.takeAll());
  }
}

function batchLimitsOf({ batchInvariant, isLarge }: ModelFolder): BatchLimits {
  const maxPaddedTokens = isLarge ? LARGE_MODEL_PADDED_TOKENS : BATCHED.maxPaddedTokens;
  // One by one where a text's answer depends on what it is batched with.
  return { ...BATCHED, maxPaddedTokens, maxTexts: batchInvariant ? BATCHED.maxTexts : 1 };
}
