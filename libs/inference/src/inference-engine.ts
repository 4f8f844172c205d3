import type { Clock } from '#libs/clock';
import {
  type Classification,
  type InferenceStats,
  type ClassifierState,
  type ClassifyContext,
  type ModelDescription,
  ServiceError,
  Classifier,
} from '#libs/prediction';
import type { CpuBudget } from './cpu/cpu-budget.js';
import { checkGolden } from './model/check-golden.js';
import { MODEL_FILE, TOKENIZER_FILE } from './model/manifest.js';
import { ModelFolderError } from './model/model-folder-error.js';
import { openModelFolder, type ModelFolder } from './model/model-folder.js';
import { WorkerPool } from './workers/worker-pool.js';
import { WorkerProcess, WorkerLostError, ModelRefusedError, type StartChild } from './workers/worker-process.js';
import { workerTimings } from './workers/worker-timings.js';
import { InferencePipeline } from './pipeline/inference-pipeline.js';
import { StatsRecorder } from './pipeline/stats-recorder.js';
import { TextTokenizer } from './pipeline/text-tokenizer.js';

export interface InferenceEngineOptions {
  /** Folder with model.onnx, tokenizer.json, config.json, manifest.json and golden.json. */
  readonly modelDir: string;
  readonly cpu: CpuBudget;
  readonly clock: Clock;
  readonly startChild: StartChild;
  /** Told what happens to the model processes; one sentence, no text of any request. */
  readonly report: (event: 'starting' | 'loaded' | 'lost' | 'failed', detail: string) => void;
}

const MAX_REASON_CHARS = 200;
/** The golden answers are no request: they have as long as a very slow machine needs. */
const GOLDEN_CONTEXT: ClassifyContext = { timeoutMs: 120_000 };

interface Loaded {
  readonly folder: ModelFolder;
  readonly pipeline: InferencePipeline;
  readonly pool: WorkerPool;
}

/** A model folder, the stations that a text passes, and the pool of model processes: composed, opened and closed. */
export class InferenceEngine extends Classifier {
  private readonly recorder = new StatsRecorder();
  private loaded: Loaded | undefined;
  /** What the start is at. */
  private stage = 'its files are being checked';
  private closed = false;

  constructor(private readonly options: InferenceEngineOptions) {
    super();
  }

  get state(): ClassifierState {
    if (this.closed) return { status: 'unavailable', reason: 'The service is shutting down.' };
    if (!this.loaded) return { status: 'loading', reason: `The model is still loading: ${this.stage}.` };
    if (this.loaded.pool.responsiveWorkers > 0) return { status: 'ready' };
    return { status: 'unavailable', reason: 'No model process is answering; they are being replaced.' };
  }

  get model(): ModelDescription {
    if (!this.loaded) throw new ServiceError('model-loading', 'The model is still loading.', { retryAfterSeconds: 1 });
    return this.loaded.folder.description;
  }

  get stats(): InferenceStats {
    const door = this.loaded?.pipeline.admission;
    const pool = this.loaded?.pool;
    const { texts = 0, tokens = 0 } = door?.queued ?? {};
    return {
      ...this.recorder.snapshot(),
      queuedTexts: texts,
      queuedTokens: tokens,
      estimatedWaitMs: door?.estimatedWaitMs() ?? 0,
      workers: this.options.cpu.workers,
      responsiveWorkers: pool?.responsiveWorkers ?? 0,
      workerSilenceMs: pool ? this.options.clock.nowMs() - pool.lastHeartbeatMs : 0,
      queueUtilization: door?.utilization ?? 0,
    };
  }

  /**
   * Checks the folder, starts the model processes and lets them answer the folder's golden texts.
   * @throws ModelFolderError naming the faulty file
   */
  async load(): Promise<void> {
    this.options.report('starting', this.options.cpu.description);
    const folder = await openModelFolder(this.options.modelDir);
    const tokenizer = loadTokenizer(folder);
    const { clock, report } = this.options;
    const pipeline = new InferencePipeline({
      clock,
      folder,
      tokenizer,
      stats: this.recorder,
      report: (reason) => report('failed', `ONNX Runtime failed on a run: ${reason.slice(0, MAX_REASON_CHARS)}`),
    });
    const pool = this.createPool(folder, pipeline);
    try {
      this.stage = 'its processes are starting';
      await pool.open();
      this.stage = 'its golden answers are being checked';
      await checkGolden(folder.golden, {
        rule: folder.description,
        encode: (texts) => tokenizer.encode(texts),
        classify: (texts) => pipeline.scheduler.classify(texts, GOLDEN_CONTEXT),
      });
    } catch (error) {
      await pool.close();
      const isModel = error instanceof ModelRefusedError || error instanceof WorkerLostError;
      throw isModel ? new ModelFolderError(MODEL_FILE, error.message) : error;
    }
    if (this.closed) await pool.close();
    else this.loaded = { folder, pipeline, pool };
  }

  admit(timeoutMs: number, bodyBytes: number): () => void {
    const pipeline =
      this.loaded && timeoutMs === Number.POSITIVE_INFINITY ? this.loaded.pipeline : this.readyPipeline();
    return pipeline.admission.admit(timeoutMs, bodyBytes);
  }

  async classify(texts: readonly string[], call: ClassifyContext): Promise<Classification[]> {
    return await this.readyPipeline().scheduler.classify(texts, call);
  }

  /** Ends the model processes after the runs that they are in and refuses what still waits. */
  async close(): Promise<void> {
    this.closed = true;
    this.loaded?.pipeline.close(new ServiceError('model-unavailable', 'The service is shutting down.'));
    await this.loaded?.pool.close();
  }

  private readyPipeline(): InferencePipeline {
    const { state } = this;
    if (this.loaded && state.status === 'ready') return this.loaded.pipeline;
    const kind = state.status === 'loading' ? 'model-loading' : 'model-unavailable';
    throw new ServiceError(kind, state.status === 'ready' ? '' : state.reason, { retryAfterSeconds: 1 });
  }

  private createPool(folder: ModelFolder, { batching, longestBatchMs }: InferencePipeline): WorkerPool {
    const { clock, startChild, cpu, report } = this.options;
    const timings = workerTimings(longestBatchMs);
    const processOptions = {
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
        // One is enough: two wide runs at a time would be in each other's way. A large model's second session costs too much memory.
        const soloThreads = index === 0 && !folder.isLarge ? cpu.soloThreads : 0;
        return new WorkerProcess(() => startChild({ ...processOptions, soloThreads }), clock, timings, soloThreads > 0);
      },
      firstRestartDelayMs: 100,
      maxRestartDelayMs: 5_000,
      healthyAfterMs: 2_000,
      onExit: (reason, process) => {
        if (process) batching.removeWorker(process);
        this.recorder.recordCrash();
        report('lost', reason);
      },
      onReady: (process) => {
        batching.addWorker(process);
        report('loaded', `model process ${process.processId ?? '?'} has loaded the model`);
      },
    });
  }
}

function loadTokenizer(folder: ModelFolder): TextTokenizer {
  try {
    return TextTokenizer.load(folder.tokenizerPath, folder.description.maxTokens);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    throw new ModelFolderError(TOKENIZER_FILE, `is no tokenizer (${reason})`);
  }
}
