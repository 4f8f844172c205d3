import { isScored, type TextResult } from './text-result.js';

export interface LabelCount {
  readonly label: string;
  readonly rows: number;
}

/** The number of rows with each label, with the most frequent label first. */
export function countLabels(results: readonly (TextResult | undefined)[]): LabelCount[] {
  const counts = new Map<string, number>();
  for (const { label } of results.filter(isScored)) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .map(([label, rows]) => ({ label, rows }))
    .sort((one, other) => other.rows - one.rows || one.label.localeCompare(other.label));
}
