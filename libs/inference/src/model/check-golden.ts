import {
  isFailure,
  listScoredLabels,
  selectLogits,
  toProbabilities,
  type LabelModel,
  type TextOutcome,
} from '#libs/prediction';
import type { Beginning } from '../pipeline/encoding.js';
import type { GoldenAnswer, GoldenAnswers } from './golden.js';
import { MODEL_FILE, TOKENIZER_FILE } from './manifest.js';
import { ModelFolderError } from './model-folder-error.js';

/** The parts under test, as this installation runs them. */
export interface GoldenSubject {
  readonly model: LabelModel;
  encodeBeginnings(texts: readonly string[]): Promise<Beginning[]>;
  classify(texts: readonly string[]): Promise<readonly TextOutcome[]>;
}

/** Longer golden texts are checked up to their ids: running them would take most of the start. */
const LONGEST_RUN_TOKENS = 64;

/**
 * Compares the answers of this installation (this file, this CPU, these native libraries) to the golden answers. The
 * runs also warm the model up.
 *
 * @throws ModelFolderError naming the tokenizer when ids differ, the model when a probability is off
 */
export async function checkGolden(golden: GoldenAnswers, subject: GoldenSubject): Promise<void> {
  const encodings = await subject.encodeBeginnings(golden.answers.map((answer) => answer.text));
  const runs: { answer: GoldenAnswer; position: number }[] = [];
  golden.answers.forEach((answer, position) => {
    const encoding = encodings[position];
    if (!encoding || !sameIds(encoding.ids, answer.ids) || encoding.truncated !== answer.truncated) {
      throw new ModelFolderError(TOKENIZER_FILE, `golden text ${position} has other token ids than the reference`);
    }
    // The service reads a truncated text in windows, so it answers something else than the reference.
    if (answer.ids.length <= LONGEST_RUN_TOKENS && !answer.truncated) runs.push({ answer, position });
  });
  const outcomes = await subject.classify(runs.map(({ answer }) => answer.text));
  runs.forEach(({ answer, position }, index) => {
    const difference = goldenDifference(answer, outcomes[index], subject.model);
    if (!(difference <= golden.probabilityTolerance)) {
      throw new ModelFolderError(
        MODEL_FILE,
        `the probabilities of golden text ${position} differ by ${difference.toFixed(3)} from the reference; at most ${golden.probabilityTolerance} is allowed`,
      );
    }
  });
}

function sameIds(ids: Int32Array, expected: readonly number[]): boolean {
  return ids.length === expected.length && ids.every((id, index) => id === expected[index]);
}

/**
 * Largest difference of a probability between a golden answer and what came, over each kind of answer that the model gives:
 * a neutral label that is sure would hide an error between the polarities. NaN when nothing came.
 */
export function goldenDifference(expected: GoldenAnswer, actual: TextOutcome | undefined, model: LabelModel): number {
  if (!actual || isFailure(actual) || actual.logits.length !== expected.logits.length) return Number.NaN;
  const actualLogits = actual.logits;
  const expectedLogits = Float32Array.from(expected.logits);
  const differences = listScoredLabels(model).flatMap((scored) => {
    const actualScores = toProbabilities(selectLogits(actualLogits, scored), scored);
    const expectedScores = toProbabilities(selectLogits(expectedLogits, scored), scored);
    return expectedScores.map((score, index) => Math.abs(score - (actualScores[index] ?? Number.NaN)));
  });
  return Math.max(...differences);
}
