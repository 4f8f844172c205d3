import { classifySentences } from './classify-sentences.js';
import { markUncertain } from './mark-uncertain.js';
import type { ClassifiedRows } from './row-classifier.js';
import type { Row } from './table.js';

export interface RowSteps {
  /** Whether each sentence is classified on its own. */
  readonly sentences: boolean;
  /** Below it a result is uncertain, 0 to 1; 0 for none. */
  readonly minScore: number;
}

/** Classifies rows by any classifier, and does before and behind it what the options ask for. */
export async function classifyRows(
  rows: readonly Row[],
  classify: (rows: readonly Row[]) => Promise<ClassifiedRows>,
  { sentences, minScore }: RowSteps,
): Promise<ClassifiedRows> {
  const classified = sentences ? await classifySentences(rows, classify) : await classify(rows);
  return { ...classified, results: classified.results.map((result) => markUncertain(result, minScore)) };
}
