import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '#libs/clock';
import { cpuBudget, forkWorker, InferenceEngine } from '#libs/inference';
import type { ModelDescription, TextOutcome } from '#libs/prediction';
import type { ProgressBar } from './progress-bar.js';

/** Texts of one call, as of one request of a client. */
const REQUEST_TEXTS = 64;
/** As the service has it by default. */
export const MAX_WINDOWS = 16;
/** The model that commands take without `--model-dir`, from any working directory. The compiled file is in `dist/apps/cli/src`. */
export const DEFAULT_MODEL_DIR = join(import.meta.dirname, '../../../../model-artifacts/minilm-l6-sentiment');
/** No client waits: a slow machine may take its time. */
export const REQUEST_TIMEOUT_MS = 600_000;

/** A run over many texts. */
export interface TimedRun {
  /** In the order of the texts. */
  readonly outcomes: readonly TextOutcome[];
  readonly textsPerSecond: number;
}

/** A model folder, served by the classes and worker processes of the service, without HTTP. */
export class ServedModel {
  private constructor(
    readonly engine: InferenceEngine,
    readonly model: ModelDescription,
  ) {}

  /**
   * @param maxWindows most windows in which a long text is read
   * @throws ModelFolderError when the folder is not fit to serve
   */
  static async open(modelDir: string, maxWindows = MAX_WINDOWS): Promise<ServedModel> {
    const engine = new InferenceEngine({
      cpu: cpuBudget({ wantedWorkers: 0, wantedThreads: 0 }),
      modelDir,
      maxWindows,
      clock: systemClock,
      startChild: (options) => forkWorker(options),
      logger: { log: () => {}, warn: () => {} },
    });
    await engine.load();
    const { model } = engine;
    if (!model) throw new Error('the engine has loaded no model');
    return new ServedModel(engine, model);
  }

  /** Classifies texts, a request of 64 after the other. */
  async classify(texts: readonly string[], progress?: ProgressBar, requestTexts = REQUEST_TEXTS): Promise<TimedRun> {
    const outcomes: TextOutcome[] = [];
    const startMs = performance.now();
    for (let start = 0; start < texts.length; start += requestTexts) {
      const request = texts.slice(start, start + requestTexts);
      const deadlineMs = systemClock.nowMs() + REQUEST_TIMEOUT_MS;
      outcomes.push(...(await this.engine.classify(request, { deadlineMs })).outcomes);
      progress?.show(outcomes.length);
    }
    return { outcomes, textsPerSecond: texts.length / ((performance.now() - startMs) / 1_000) };
  }

  /** Memory of the model processes in bytes (proportional set size); undefined where the system does not tell. */
  workerBytes(): number | undefined {
    try {
      const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
      return children.reduce((sum, id) => sum + proportionalBytes(id), 0);
    } catch {
      return undefined;
    }
  }

  async close(): Promise<void> {
    await this.engine.close();
  }
}

function proportionalBytes(processId: string): number {
  const rollup = readFileSync(`/proc/${processId}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? Number.NaN) * 1_024;
}
