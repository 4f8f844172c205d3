import type { Clock } from '#libs/clock';
import {
  PredictionError,
  toLogText,
  type Admission,
  type AdmissionRequest,
  type ClassificationResult,
  type Classifier,
  type ClassifyContext,
  type InferenceStatistics,
  type InferenceStats,
  type LoadedModel,
  type ModelDescription,
  type Reservation,
  type ServingState,
  type ServingStatus,
} from '#libs/prediction';
import type { CpuBudget } from './cpu/cpu-budget.js';
import { checkGolden } from './model/check-golden.js';
import { MODEL_FILE, TOKENIZER_FILE } from './model/manifest.js';
import { ModelFolderError } from './model/model-folder-error.js';
import { openModelFolder, type ModelFolder } from './model/model-folder.js';
import { InferencePipeline } from './pipeline/inference-pipeline.js';
import { StatsRecorder } from './pipeline/stats-recorder.js';
import { TextTokenizer } from './pipeline/text-tokenizer.js';
import { WordCacheTokenizer } from './pipeline/word-cache-tokenizer.js';
import { WorkerPool } from './workers/worker-pool.js';
import { ModelRefusedError, WorkerCrashedError, WorkerProcess, type StartChild } from './workers/worker-process.js';
import { workerTimings } from './workers/worker-timings.js';

export interface InferenceEngineOptions {
  /** Folder with model.onnx, tokenizer.json, config.json, manifest.json and golden.json. */
  readonly modelDir: string;
  /** Most windows in which a text past the model's maximum is read. */
  readonly maxWindows: number;
  readonly cpu: CpuBudget;
  readonly clock: Clock;
  readonly startChild: StartChild;
  /** Receives one sentence for each event of the workers; no sentence holds a request's text. */
  readonly logger: Pick<Console, 'log' | 'warn'>;
}

/** The golden texts have as long as a very slow machine needs. */
const GOLDEN_TIMEOUT_MS = 120_000;

interface Loaded {
  readonly folder: ModelFolder;
  readonly pipeline: InferencePipeline;
  readonly pool: WorkerPool;
}

/** The one owner of every ONNX session: it composes, opens and closes a model folder, the pipeline and the workers. */
export class InferenceEngine implements Classifier, LoadedModel, InferenceStatistics, Admission, ServingStatus {
  private readonly recorder = new StatsRecorder();
  private loaded: Loaded | undefined;
  /** The present step of the start, as a clause. */
  private loadingStep = 'its files are being checked';
  private closed = false;

  constructor(private readonly options: InferenceEngineOptions) {}

  get state(): ServingState {
    if (this.closed) return { status: 'unavailable', reason: 'The service is shutting down.' };
    if (!this.loaded) return { status: 'loading', reason: `The model is still loading: ${this.loadingStep}.` };
    if (this.loaded.pool.responsiveWorkers > 0) return { status: 'ready' };
    return { status: 'unavailable', reason: 'No model process answers. The service is replacing the processes.' };
  }

  get model(): ModelDescription | undefined {
    return this.loaded?.folder.description;
  }

  get stats(): InferenceStats {
    const admission = this.loaded?.pipeline.admission;
    const pool = this.loaded?.pool;
    const { inputs = 0, tokens = 0 } = admission?.backlog ?? {};
    return {
      ...this.recorder.snapshot(),
      queuedInputs: inputs,
      queuedTokens: tokens,
      estimatedWaitMs: admission?.estimateWaitMs() ?? 0,
      workers: this.options.cpu.workers,
      responsiveWorkers: pool?.responsiveWorkers ?? 0,
      workerSilenceMs: pool ? this.options.clock.nowMs() - pool.lastHeartbeatMs : 0,
      queueUtilization: admission?.utilization ?? 0,
    };
  }

  /**
   * Checks the folder, starts the workers and compares their answers to the folder's golden answers.
   *
   * @throws ModelFolderError naming the faulty file
   */
  async load(): Promise<void> {
    const { clock, cpu, logger } = this.options;
    logger.log(cpu.description);
    const folder = await openModelFolder(this.options.modelDir, this.options.maxWindows);
    const { description, batchInvariant } = folder;
    const tokenizer = loadTokenizer(folder);
    const pipeline = new InferencePipeline({
      clock,
      model: {
        labelCount: description.labels.length,
        maxTokens: description.maxTokens,
        windows: description.windows,
        batchInvariant,
      },
      tokenizer: folder.contextFreeWords ? new WordCacheTokenizer(tokenizer, description.maxTokens) : tokenizer,
      stats: this.recorder,
      logger,
    });
    const pool = this.createPool(folder, pipeline);
    try {
      this.loadingStep = 'its processes are starting';
      await pool.open();
      this.loadingStep = 'its golden answers are being checked';
      await checkGolden(folder.golden, {
        model: description,
        encodeBeginnings: (texts) => tokenizer.encodeBeginnings(texts),
        classify: async (texts) => {
          const deadlineMs = clock.nowMs() + GOLDEN_TIMEOUT_MS;
          return (await pipeline.classify(texts, { deadlineMs })).outcomes;
        },
      });
    } catch (error) {
      await pool.close();
      const isModel = error instanceof ModelRefusedError || error instanceof WorkerCrashedError;
      throw isModel ? new ModelFolderError(MODEL_FILE, error.message) : error;
    }
    if (this.closed) await pool.close();
    else this.loaded = { folder, pipeline, pool };
  }

  check(request: AdmissionRequest): void {
    // A request that a cache may answer is accepted while the workers are being replaced.
    const { pipeline } = this.loaded && request.timeoutMs === undefined ? this.loaded : this.requireReady();
    pipeline.admission.check(request);
  }

  reserve(client: string): Reservation {
    return (this.loaded ?? this.requireReady()).pipeline.admission.reserve(client);
  }

  async classify(texts: readonly string[], context: ClassifyContext): Promise<ClassificationResult> {
    const { folder, pipeline } = this.requireReady();
    const { outcomes, timings } = await pipeline.classify(texts, context);
    return { outcomes, model: folder.description, timings, lookup: undefined };
  }

  /** Ends the workers after the runs that they are in, and refuses the queued texts. */
  async close(): Promise<void> {
    this.closed = true;
    this.loaded?.pipeline.close(new PredictionError('model-unavailable', 'The service is shutting down.'));
    await this.loaded?.pool.close();
  }

  /** @throws PredictionError `model-loading`, `model-unavailable` */
  private requireReady(): Loaded {
    const { loaded, state } = this;
    if (loaded && state.status === 'ready') return loaded;
    const kind = state.status === 'unavailable' ? 'model-unavailable' : 'model-loading';
    const reason = 'reason' in state ? state.reason : 'The model is still loading.';
    throw new PredictionError(kind, reason, { retryAfterSeconds: 1 });
  }

  private createPool(folder: ModelFolder, pipeline: InferencePipeline): WorkerPool {
    const { clock, startChild, cpu, logger } = this.options;
    const timings = workerTimings(() => pipeline.estimateLongestBatchMs());
    const workerOptions = {
      modelPath: folder.modelPath,
      modelSha256: folder.modelSha256,
      padTokenId: folder.padTokenId,
      labelCount: folder.description.labels.length,
      threads: cpu.threadsPerWorker,
    };
    return new WorkerPool({
      size: cpu.workers,
      clock,
      start: (index) => {
        // One solo session is enough: two solo runs would compete for the CPU. The second session of a large model
        // costs too much memory.
        const soloThreads = index === 0 && !folder.isLarge ? cpu.soloThreads : 0;
        return new WorkerProcess(() => startChild({ ...workerOptions, soloThreads }), clock, timings, soloThreads > 0);
      },
      firstRestartDelayMs: 100,
      maxRestartDelayMs: 5_000,
      healthyAfterMs: 2_000,
      onExit: (reason, worker) => {
        if (worker) pipeline.removeWorker(worker);
        this.recorder.recordCrash();
        logger.warn(toLogText(reason));
      },
      onReady: (worker) => {
        pipeline.addWorker(worker);
        logger.log(`model process ${worker.processId ?? '?'} has loaded the model`);
      },
    });
  }
}

function loadTokenizer(folder: ModelFolder): TextTokenizer {
  try {
    const { maxTokens, windows } = folder.description;
    return TextTokenizer.load(folder.tokenizerPath, maxTokens, windows);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    throw new ModelFolderError(TOKENIZER_FILE, `is not a tokenizer (${reason})`);
  }
}
