import type { ServiceError } from '#libs/classification';
import type { Clock } from './clock.js';
import type { ModelFolder } from './model-folder/model-folder.js';
import { Intake, type IntakeLimits } from './scheduling/intake.js';
import { RunCost } from './scheduling/run-cost.js';
import { Scheduler } from './scheduling/scheduler.js';
import { SuspectTexts } from './scheduling/suspect-texts.js';
import { TokenEstimate } from './scheduling/token-estimate.js';
import type { Tallies } from './tallies.js';
import type { TextTokenizer } from './tokenizing/text-tokenizer.js';
import { TokenizingLine } from './tokenizing/tokenizing-line.js';

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
/** For models whose answers depend on what a text is batched with. */
const ONE_BY_ONE = { ...BATCHED, maxTexts: 1 };
/** Texts among which a batch finds those of like length: four batches' worth. */
const WINDOW_TEXTS = 32;
/** Border at which requests take turns in the tokenizer. */
const SLICE = { sliceTexts: 32, sliceChars: 65_536 };
/** A text that ends this many model processes by itself is refused from then on. */
const MAX_LOSSES = 2;
const SUSPECTS_REMEMBERED = 1_000;
const INTAKE_LIMITS: IntakeLimits = {
  queuedTokens: 2_000_000,
  // Some fifteen hundred requests of one text: at 500 texts a second three seconds of work.
  queuedBytes: 200e6,
  plannedShare: 0.8,
  alwaysTakenTexts: 32,
};

/** The stations of a text on its way, in order: intake, tokenizing line, scheduler. */
export class Stations {
  readonly intake: Intake;
  readonly scheduler: Scheduler;
  private readonly line: TokenizingLine;

  constructor({ clock, folder, tokenizer, tallies, report }: StationsOptions) {
    const batchLimits = folder.batchInvariant ? BATCHED : ONE_BY_ONE;
    const cost = new RunCost();
    const tokenEstimate = new TokenEstimate(folder.description.maxTokens);
    const suspects = new SuspectTexts(SUSPECTS_REMEMBERED);
    const line = (this.line = new TokenizingLine({
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
        for (const flight of flights) {
          tallies.countDrop('text-failed');
          flight.land({ failure: 'The text cannot be tokenized.', isRefused: false }, clock.nowMs());
          this.intake.landed(flight);
        }
      },
    }));
    this.scheduler = new Scheduler({
      clock,
      cost,
      labelCount: folder.description.labels.length,
      batchLimits,
      windowTexts: WINDOW_TEXTS,
      maxLosses: MAX_LOSSES,
      onLanded: (flight, outcome) => {
        if (outcome && 'failure' in outcome) tallies.countDrop(outcome.isRefused ? 'text-refused' : 'text-failed');
        this.intake.landed(flight);
      },
      onRun: (run) => tallies.countRun(run),
      onFailedRun: report,
      onTaken: () => line.advance(),
      suspects,
    });
    this.intake = new Intake({
      clock,
      cost,
      tokenEstimate,
      line,
      scheduler: this.scheduler,
      suspects,
      maxLosses: MAX_LOSSES,
      limits: INTAKE_LIMITS,
      onDropped: (cause) => tallies.countDrop(cause),
      onShared: (texts) => (tallies.textsShared += texts),
    });
  }

  /** Refuses what still waits. */
  close(error: ServiceError): void {
    this.scheduler.close(error);
    // What was not tokenized yet need not be.
    this.scheduler.enqueue(this.line.takeAll());
  }
}
