import type { Classification, ModelDescription } from '#libs/classification';
import { openModelFolder } from '#libs/inference';
import type { ProgressBar } from '../progress-bar.js';
import { scoreDifference, scoresOf } from '../score-difference.js';
import { ServedModel } from '../served-model.js';

/** One side of a comparison. */
export interface Side {
  readonly modelDir: string;
  readonly model: ModelDescription;
  readonly bytes: number;
  readonly textsPerSecond: number;
  readonly modelProcessBytes: number | undefined;
}

/** One text, seen by both. */
export interface Disagreement {
  readonly text: string;
  /** Highest label of each and its score. */
  readonly answers: readonly [Answer, Answer];
  /** Largest difference of a probability; NaN when a side has no answer. */
  readonly difference: number;
  readonly isFlip: boolean;
}

interface Answer {
  /** Undefined when the text has no answer. */
  readonly label: string | undefined;
  readonly score: number;
}

export interface Comparison {
  readonly sides: readonly [Side, Side];
  /** Every text, the largest disagreement first; flips before the rest. */
  readonly texts: readonly Disagreement[];
}

/**
 * Runs the same texts through two model folders, one after the other, as the service would.
 *
 * @param progress makes a bar for one run
 * @throws ModelFolderError when a folder is not fit to serve; Error when their labels differ
 */
export async function compare(
  first: string,
  second: string,
  texts: readonly string[],
  progress: () => ProgressBar,
): Promise<Comparison> {
  const one = await measure(first, texts, progress());
  const other = await measure(second, texts, progress());
  const { labels } = one.side.model;
  if (labels.join('\n') !== other.side.model.labels.join('\n')) {
    throw new Error(`their labels differ: ${labels.join(', ')} and ${other.side.model.labels.join(', ')}`);
  }
  const disagreements = texts.map((text, index) => {
    const scores = scoresOf(one.classifications[index], one.side.model.scoring);
    const others = scoresOf(other.classifications[index], other.side.model.scoring);
    const answers = [answerOf(scores, labels), answerOf(others, labels)] as const;
    return {
      text,
      answers,
      difference: scoreDifference(scores, others),
      isFlip: answers[0].label !== answers[1].label,
    };
  });
  disagreements.sort((a, b) => Number(b.isFlip) - Number(a.isFlip) || b.difference - a.difference);
  return { sides: [one.side, other.side], texts: disagreements };
}

async function measure(
  modelDir: string,
  texts: readonly string[],
  progress: ProgressBar,
): Promise<{ side: Side; classifications: readonly Classification[] }> {
  const { bytes } = await openModelFolder(modelDir);
  const served = await ServedModel.open(modelDir);
  try {
    const { classifications, textsPerSecond } = await served.classify(texts, progress);
    const { model } = served.engine;
    return {
      side: { modelDir, model, bytes, textsPerSecond, modelProcessBytes: served.modelProcessBytes() },
      classifications,
    };
  } finally {
    progress.end();
    await served.close();
  }
}

function answerOf(scores: readonly number[] | undefined, labels: readonly string[]): Answer {
  const score = scores ? Math.max(...scores) : Number.NaN;
  return { label: scores && labels[scores.indexOf(score)], score };
}
