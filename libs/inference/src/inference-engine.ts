import {
  ServiceError,
  TextClassifier,
  type Classification,
  type ClassifierState,
  type ModelDescription,
} from '#libs/classification';
import type { Clock } from './clock.js';
import { checkGolden } from './model-folder/check-golden.js';
import { ModelFolderError } from './model-folder/model-folder-error.js';
import { MODEL_FILE, TOKENIZER_FILE } from './model-folder/manifest.js';
import { openModelFolder, type ModelFolder } from './model-folder/model-folder.js';
import { ModelProcessKeeper } from './onnx/model-process-keeper.js';
import {
  ModelProcess,
  ModelProcessLostError,
  ModelRefusedError,
  type ModelProcessTimings,
  type StartChild,
} from './onnx/model-process.js';
import { RunLostError, Scheduler, type Executor } from './scheduling/scheduler.js';
import { TextTokenizer } from './tokenizing/text-tokenizer.js';

export interface InferenceEngineOptions {
  /** Folder with model.onnx, tokenizer.json, config.json, manifest.json and golden.json. */
  readonly modelDir: string;
  /** Threads that ONNX Runtime computes with. */
  readonly inferenceThreads: number;
  readonly clock: Clock;
  readonly startChild: StartChild;
  /** Told when a model process is lost or a new one took over; one sentence, no text of any request. */
  readonly report: (event: 'lost' | 'ready', detail: string) => void;
}

/** Texts tokenized at a time for one request; requests take turns in the tokenizer at these borders. */
const TOKENIZING_SLICE_TEXTS = 32;

/** Measured on two cores, 6x384 int8 and SST-2 sentences: see "Decisions" in the README. */
const BATCHED = { maxTexts: 8, maxPaddedTokens: 1_024, runOverheadTokens: 5 };
/** For models whose answers depend on what a text is batched with. */
const ONE_BY_ONE = { ...BATCHED, maxTexts: 1 };

/** The longest batch takes well under a second on one slow core; ten times that is no answer. */
const TIMINGS: ModelProcessTimings = {
  pingIntervalMs: 500,
  unresponsiveAfterMs: 3_000,
  killAfterMs: 8_000,
  // A tenth of a core needs some ten seconds.
  loadWithinMs: 120_000,
};

interface Loaded {
  readonly folder: ModelFolder;
  readonly tokenizer: TextTokenizer;
  readonly scheduler: Scheduler;
  readonly keeper: ModelProcessKeeper;
}

/** Tokenizer, scheduler and model process of one model folder, composed. */
export class InferenceEngine extends TextClassifier {
  private loaded: Loaded | undefined;
  private closed = false;

  constructor(private readonly options: InferenceEngineOptions) {
    super();
  }

  get state(): ClassifierState {
    if (this.closed) return { status: 'unavailable', reason: 'The service is shutting down.' };
    if (!this.loaded) return { status: 'loading', reason: 'The model is still loading.' };
    if (this.loaded.keeper.answers) return { status: 'ready' };
    return { status: 'unavailable', reason: 'The model process is not answering; it is being replaced.' };
  }

  get model(): ModelDescription {
    if (!this.loaded) throw new ServiceError('model-loading', 'The model is still loading.', { retryAfterSeconds: 1 });
    return this.loaded.folder.description;
  }

  /**
   * Checks the folder, starts the model process and lets it answer the folder's golden texts.
   * @throws ModelFolderError naming the faulty file
   */
  async load(): Promise<void> {
    const folder = await openModelFolder(this.options.modelDir);
    const tokenizer = loadTokenizer(folder);
    const scheduler = new Scheduler({
      labelCount: folder.description.labels.length,
      batchLimits: folder.batchInvariant ? BATCHED : ONE_BY_ONE,
      windowTexts: 32,
      maxLosses: 2,
    });
    const keeper = this.createKeeper(folder, scheduler);
    try {
      await keeper.open();
      const ticket = scheduler.ticket();
      await checkGolden(folder.golden, {
        encode: (texts) => tokenizer.encode(texts),
        classify: (encodings) => ticket.enqueue(encodings),
      });
    } catch (error) {
      await keeper.close();
      const isModel = error instanceof ModelRefusedError || error instanceof ModelProcessLostError;
      throw isModel ? new ModelFolderError(MODEL_FILE, error.message) : error;
    }
    if (this.closed) await keeper.close();
    else this.loaded = { folder, tokenizer, scheduler, keeper };
  }

  async classify(texts: readonly string[]): Promise<Classification[]> {
    const { state } = this;
    if (!this.loaded || state.status !== 'ready') {
      const kind = state.status === 'loading' ? 'model-loading' : 'model-unavailable';
      const reason = state.status === 'ready' ? '' : state.reason;
      throw new ServiceError(kind, reason, { retryAfterSeconds: 1 });
    }
    const { tokenizer, scheduler } = this.loaded;
    const ticket = scheduler.ticket();
    const outcomes: Promise<Classification[]>[] = [];
    for (let start = 0; start < texts.length; start += TOKENIZING_SLICE_TEXTS) {
      const encodings = await tokenizer.encode(texts.slice(start, start + TOKENIZING_SLICE_TEXTS));
      const outcome = ticket.enqueue(encodings);
      // It may be refused while later texts are still being tokenized; the request hears of it below.
      outcome.catch(() => {});
      outcomes.push(outcome);
    }
    return (await Promise.all(outcomes)).flat();
  }

  /** Ends the model process after the run it is in and fails what still waits. */
  async close(): Promise<void> {
    this.closed = true;
    this.loaded?.scheduler.close('The service is shutting down.');
    await this.loaded?.keeper.close();
  }

  private createKeeper(folder: ModelFolder, scheduler: Scheduler): ModelProcessKeeper {
    const { clock, startChild, inferenceThreads, report } = this.options;
    const processOptions = {
      modelPath: folder.modelPath,
      modelSha256: folder.modelSha256,
      padTokenId: folder.padTokenId,
      labelCount: folder.description.labels.length,
      threads: inferenceThreads,
    };
    let executor: Executor | undefined;
    return new ModelProcessKeeper({
      clock,
      start: () => new ModelProcess(() => startChild(processOptions), clock, TIMINGS),
      firstRestartDelayMs: 100,
      maxRestartDelayMs: 5_000,
      healthyAfterMs: 10_000,
      onLost: (reason) => {
        if (executor) scheduler.remove(executor);
        report('lost', reason);
      },
      onReady: (process) => {
        executor = executorOf(process);
        scheduler.add(executor);
        report('ready', `model process ${process.processId ?? '?'} with ${inferenceThreads} thread(s)`);
      },
    });
  }
}

function executorOf(process: ModelProcess): Executor {
  return {
    async run(batch) {
      try {
        return await process.run(batch);
      } catch (error) {
        throw error instanceof ModelProcessLostError ? new RunLostError(error.message) : error;
      }
    },
  };
}

function loadTokenizer(folder: ModelFolder): TextTokenizer {
  try {
    return TextTokenizer.load(folder.tokenizerPath, folder.description.maxTokens);
  } catch (error) {
    throw new ModelFolderError(
      TOKENIZER_FILE,
      `is no tokenizer (${error instanceof Error ? error.message : 'unknown'})`,
    );
  }
}
