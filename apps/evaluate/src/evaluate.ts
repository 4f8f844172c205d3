import { systemClock, type Classification } from '#libs/classification';
import { cpuBudget, forkModelProcess, InferenceEngine } from '#libs/inference';
import { confusionOf } from './confusion.js';
import type { LabelledText } from './labelled-texts.js';
import type { ProgressBar } from './progress-bar.js';
import type { Evaluation } from './report.js';

/** Texts handed over at once, as a client's request would be. */
const REQUEST_TEXTS = 64;
/** Nobody waits: a slow machine may take its time. */
const REQUEST_TIMEOUT_MS = 600_000;

/**
 * Runs labelled texts through the classes that serve requests.
 *
 * @param minimum accuracy that is asked for, 0 to 1; `manifest` takes the model's own
 * @throws ModelFolderError when the folder is not fit to serve
 */
export async function evaluate(
  examples: readonly LabelledText[],
  modelDir: string,
  minimum: number | 'manifest',
  progress: ProgressBar,
): Promise<Evaluation> {
  const engine = new InferenceEngine({
    cpu: cpuBudget({ wantedProcesses: 0, wantedThreads: 0 }),
    modelDir,
    clock: systemClock,
    startChild: (options) => forkModelProcess(options),
    report: () => {},
  });
  await engine.load();
  try {
    const classifications: Classification[] = [];
    const startMs = performance.now();
    for (let start = 0; start < examples.length; start += REQUEST_TEXTS) {
      const request = examples.slice(start, start + REQUEST_TEXTS);
      classifications.push(
        ...(await engine.classify(
          request.map(({ text }) => text),
          { timeoutMs: REQUEST_TIMEOUT_MS },
        )),
      );
      progress.show(classifications.length);
    }
    const seconds = (performance.now() - startMs) / 1_000;
    const { model } = engine;
    return {
      model,
      texts: examples.length,
      confusion: confusionOf(examples, classifications, model.labels.length),
      textsPerSecond: examples.length / seconds,
      minimum: minimum === 'manifest' ? model.accuracy : minimum,
    };
  } finally {
    progress.end();
    await engine.close();
  }
}
