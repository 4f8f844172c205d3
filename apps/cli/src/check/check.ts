import { goldenDifference, ModelFolderError, openModelFolder, type ModelFolder } from '#libs/inference';
import { getScoredLabels } from '#libs/prediction';
import { accuracyInterval, countConfusion } from '../evaluate/confusion.js';
import type { LabelledText } from '../evaluate/labelled-texts.js';
import type { ProgressBar } from '../progress-bar.js';
import { ServedModel } from '../served-model.js';
import { largestScoreDifference } from '../score-difference.js';
import type { Finding, Verdict } from './verdict.js';

/** Golden answers are those of the beginnings of texts. */
const GOLDEN_WINDOWS = 1;

/** What a text's score may change beside others. */
const BATCH_INVARIANCE_BOUND = 1e-6;
const BATCH_INVARIANCE_TEXTS = 100;
const TIMED_TEXTS = 1_000;

export interface CheckOptions {
  readonly modelDir: string;
  /** Labelled texts for the accuracy; none for none. */
  readonly examples: readonly LabelledText[];
  /** Accuracy that is asked for on the examples, 0 to 1; `manifest` takes the model's own. */
  readonly minimum: number | 'manifest';
  /** Makes a bar over so many texts. */
  readonly progress: (total: number) => ProgressBar;
}

/** Opens the folder as the service would and measures it. */
export async function check({ modelDir, examples, minimum, progress }: CheckOptions): Promise<Verdict> {
  const findings: Finding[] = [];
  let served: ServedModel | undefined;
  try {
    const folder = await openModelFolder(modelDir, GOLDEN_WINDOWS);
    findings.push(...describe(folder));
    const startMs = performance.now();
    served = await ServedModel.open(modelDir, GOLDEN_WINDOWS);
    findings.push(started(performance.now() - startMs), ...(await checkGolden(served, folder)));
    findings.push(await checkBatchInvariance(served, folder, examples));
    if (examples.length > 0) {
      const wanted = minimum === 'manifest' ? (folder.description.accuracy ?? Number.NaN) : minimum;
      findings.push(await checkAccuracy(served, folder, examples, wanted, progress(examples.length)));
    }
    findings.push(await timeTexts(served, folder, examples, progress(TIMED_TEXTS)), memory(served));
  } catch (error) {
    if (!(error instanceof ModelFolderError)) throw error;
    findings.push({
      check: 'start',
      outcome: 'failed',
      detail: error.message,
      figures: { file: error.file },
    });
  } finally {
    await served?.close();
  }
  return { modelDir, findings };
}

function describe({ description, bytes, fileCount, batchInvariant }: ModelFolder): Finding[] {
  const { name, version, precision, digest, labels, neutralLabel, scoring, temperature, maxTokens } = description;
  return [
    {
      check: 'files',
      outcome: 'ok',
      detail: `${name} ${version}, ${precision}, ${megabytes(bytes)}; the hashes of ${fileCount} files match the manifest`,
      figures: { name, version, precision, digest, bytes },
    },
    {
      check: 'labels',
      outcome: 'ok',
      detail: `${labels.join(', ')}${neutralLabel === null ? '' : `, neutral is ${neutralLabel}`}; ${scoring} at temperature ${temperature}, up to ${maxTokens} tokens, ${batchInvariant ? 'many texts in each run' : 'one text in each run'}`,
      figures: { labels: labels.length, neutralLabel, scoring, temperature, maxTokens },
    },
  ];
}

function started(startMs: number): Finding {
  const detail = `ONNX Runtime has loaded the model and given the golden answers after ${(startMs / 1_000).toFixed(2)} s`;
  return { check: 'start', outcome: 'ok', detail, figures: { startMs } };
}

/** The start has compared the ids of all golden texts and the answers of the short ones; here all are run. */
async function checkGolden(served: ServedModel, { golden, description }: ModelFolder): Promise<Finding[]> {
  const { answers, probabilityTolerance } = golden;
  const { outcomes } = await served.classify(answers.map(({ text }) => text));
  const largest = Math.max(...answers.map((answer, index) => goldenDifference(answer, outcomes[index], description)));
  return [
    {
      check: 'tokenizer',
      outcome: 'ok',
      detail: `${answers.length} golden texts have the token ids of the reference`,
      figures: { texts: answers.length },
    },
    {
      check: 'golden',
      outcome: largest <= probabilityTolerance ? 'ok' : 'failed',
      detail: `probabilities differ from the reference by at most ${largest.toPrecision(2)}; allowed: ${probabilityTolerance}`,
      figures: { largest, allowed: probabilityTolerance },
    },
  ];
}

async function checkBatchInvariance(
  served: ServedModel,
  folder: ModelFolder,
  examples: readonly LabelledText[],
): Promise<Finding> {
  const texts = getTexts(folder, examples).slice(0, BATCH_INVARIANCE_TEXTS);
  const alone = await served.classify(texts, undefined, 1);
  const together = await served.classify(texts, undefined, texts.length);
  const largest = largestScoreDifference(alone.outcomes, together.outcomes, folder.description);
  return {
    check: 'neighbours',
    outcome: largest <= BATCH_INVARIANCE_BOUND ? 'ok' : 'failed',
    detail: `scores of ${texts.length} texts, alone and in one request, differ by at most ${largest.toPrecision(2)}; allowed: ${BATCH_INVARIANCE_BOUND}`,
    figures: { texts: texts.length, largest, allowed: BATCH_INVARIANCE_BOUND },
  };
}

async function checkAccuracy(
  served: ServedModel,
  { description }: ModelFolder,
  examples: readonly LabelledText[],
  minimum: number,
  progress: ProgressBar,
): Promise<Finding> {
  const { outcomes } = await served.classify(
    examples.map(({ text }) => text),
    progress,
  );
  progress.end();
  const { correct } = countConfusion(examples, outcomes, getScoredLabels(description, false));
  const accuracy = correct / examples.length;
  const [low, high] = accuracyInterval(correct, examples.length);
  const bounds = `95 % interval ${low.toFixed(4)} to ${high.toFixed(4)}`;
  const wanted = Number.isNaN(minimum) ? 'the manifest states no minimum' : `minimum: ${minimum}`;
  return {
    check: 'accuracy',
    outcome: accuracy >= minimum ? 'ok' : 'failed',
    detail: `${accuracy.toFixed(4)} of ${examples.length} texts, ${bounds}; ${wanted}`,
    figures: { accuracy, low, high, texts: examples.length, minimum },
  };
}

async function timeTexts(
  served: ServedModel,
  folder: ModelFolder,
  examples: readonly LabelledText[],
  progress: ProgressBar,
): Promise<Finding> {
  const known = getTexts(folder, examples);
  const texts = Array.from({ length: TIMED_TEXTS }, (_, index) => known[index % known.length] ?? '');
  const { textsPerSecond } = await served.classify(texts, progress);
  const alone = await served.classify(known.slice(0, BATCH_INVARIANCE_TEXTS), undefined, 1);
  progress.end();
  const aloneMs = 1_000 / alone.textsPerSecond;
  return {
    check: 'speed',
    outcome: 'told',
    detail: `${textsPerSecond.toFixed(0)} texts/s in requests of 64 texts, ${aloneMs.toFixed(1)} ms for a request of one text`,
    figures: { textsPerSecond, aloneMs, modelProcesses: served.engine.stats.workers },
  };
}

function memory(served: ServedModel): Finding {
  const bytes = served.workerBytes() ?? null;
  const service = process.memoryUsage().rss;
  return {
    check: 'memory',
    outcome: 'told',
    detail: `${bytes === null ? 'unknown' : megabytes(bytes)} in ${served.engine.stats.workers} model processes, ${megabytes(service)} in the main process`,
    figures: { modelProcessBytes: bytes, residentBytes: service },
  };
}

/** The texts that are timed: those with labels, else the golden ones that are not cut. */
function getTexts({ golden }: ModelFolder, examples: readonly LabelledText[]): string[] {
  return examples.length > 0
    ? examples.map(({ text }) => text)
    : golden.answers.filter(({ truncated }) => !truncated).map(({ text }) => text);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
