import { openModelFolder } from '#libs/inference';
import type { TextOutcome, ModelDescription, Scoring } from '#libs/prediction';
import { findLargest } from '../find-largest.js';
import type { ProgressBar } from '../progress-bar.js';
import { getRequestedLabels } from '../requested-labels.js';
import { scoreDifference, toScores } from '../score-difference.js';
import { MAX_WINDOWS, ServedModel } from '../served-model.js';

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
  /** Whether they say different things: another highest label, or where labels are scored alone, another past 0.5. */
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

export interface CompareOptions {
  readonly texts: readonly string[];
  /** Whether the answers have the neutral label too. */
  readonly neutral: boolean;
  /** Makes a bar for one run. */
  readonly progress: () => ProgressBar;
}

/**
 * Runs the same texts through two model folders, one after the other, as the service would.
 *
 * @throws ModelFolderError when a folder is not fit to serve; Error when the labels of their answers differ, and when the
 * neutral label is asked for and one has none
 */
export async function compare(
  first: string,
  second: string,
  { texts, neutral, progress }: CompareOptions,
): Promise<Comparison> {
  const folder = await openModelFolder(first, MAX_WINDOWS);
  const otherFolder = await openModelFolder(second, MAX_WINDOWS);
  const scored = getRequestedLabels(folder.description, neutral);
  const others = getRequestedLabels(otherFolder.description, neutral);
  const { labels, scoring } = scored;
  if (labels.join('\n') !== others.labels.join('\n') || scoring !== others.scoring) {
    throw new Error(
      `the labels of the two models differ: ${labels.join(', ')} (${scoring}) and ${others.labels.join(', ')} (${others.scoring})`,
    );
  }
  const one = await measure(first, folder.bytes, texts, progress());
  const other = await measure(second, otherFolder.bytes, texts, progress());
  const disagreements = texts.map((text, index): Disagreement => {
    const scores = toScores(one.outcomes[index], scored);
    const otherScores = toScores(other.outcomes[index], others);
    return {
      text,
      answers: [findAnswer(scores, labels), findAnswer(otherScores, labels)],
      difference: scoreDifference(scores, otherScores),
      isFlip: toVerdict(scores, scoring) !== toVerdict(otherScores, scoring),
    };
  });
  const order = ({ difference }: Disagreement) => (Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  disagreements.sort((a, b) => Number(b.isFlip) - Number(a.isFlip) || (order(a) < order(b) ? 1 : -1));
  return { sides: [one.side, other.side], texts: disagreements };
}

/** What the scores say: the highest label, or every label that is more likely right than not. */
function toVerdict(scores: readonly number[] | undefined, scoring: Scoring): string {
  if (!scores) return 'no answer';
  if (scoring === 'softmax') return String(findLargest(scores));
  return scores.map((score) => (score > 0.5 ? '1' : '0')).join('');
}

async function measure(
  modelDir: string,
  bytes: number,
  texts: readonly string[],
  progress: ProgressBar,
): Promise<{ side: Side; outcomes: readonly TextOutcome[] }> {
  const served = await ServedModel.open(modelDir);
  try {
    const { outcomes, textsPerSecond } = await served.classify(texts, progress);
    const { model } = served;
    return {
      side: { modelDir, model, bytes, textsPerSecond, modelProcessBytes: served.workerBytes() },
      outcomes,
    };
  } finally {
    progress.end();
    await served.close();
  }
}

function findAnswer(scores: readonly number[] | undefined, labels: readonly string[]): Answer {
  const score = scores ? Math.max(...scores) : Number.NaN;
  return { label: scores && labels[scores.indexOf(score)], score };
}
