import { isFailure, selectLogits, type ScoredLabels, type TextOutcome } from '#libs/prediction';
import { findLargest } from '../find-largest.js';
import type { LabelledText } from './labelled-texts.js';

export interface Confusion {
  /** table[given][predicted] counts texts. */
  readonly table: number[][];
  readonly correct: number;
  /** Texts without an answer; they count as wrong. */
  readonly failed: number;
}

/**
 * @param scored the labels of the answers; a given label is an index into them
 * @throws Error when a given label is none of them
 */
export function countConfusion(
  examples: readonly LabelledText[],
  outcomes: readonly TextOutcome[],
  scored: ScoredLabels,
): Confusion {
  const labelCount = scored.labels.length;
  const table = Array.from({ length: labelCount }, () => Array<number>(labelCount).fill(0));
  let correct = 0;
  let failed = 0;
  examples.forEach(({ label }, index) => {
    const row = table[label];
    if (!row) {
      throw new Error(
        `text ${index} has the label ${label}, but the answer has only the labels ${scored.labels.join(', ')}`,
      );
    }
    const classification = outcomes[index];
    if (!classification || isFailure(classification)) {
      failed++;
      return;
    }
    const logits = selectLogits(classification.logits, scored);
    const predicted = findLargest(logits);
    row[predicted] = (row[predicted] ?? 0) + 1;
    if (predicted === label) correct++;
  });
  return { table, correct, failed };
}

/**
 * Wilson's score interval at 95 %: holds near 1 too, where the normal approximation does not.
 *
 * `wilson_interval` of model-artifacts/training computes the same for model cards; it says why both exist.
 */
export function accuracyInterval(correct: number, total: number): [low: number, high: number] {
  const z = 1.959964;
  const share = correct / total;
  const centre = share + (z * z) / (2 * total);
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return [(centre - spread) / scale, (centre + spread) / scale];
}
