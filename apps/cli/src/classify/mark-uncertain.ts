import type { RowResult } from './table.js';

/** As `/analyze` calls it. */
const UNCERTAIN = 'uncertain';

/**
 * @param minScore from 0 to 1
 * @returns the result, with the sentiment `uncertain` when its highest score is less than `minScore`
 */
export function markUncertain(result: RowResult, minScore: number): RowResult {
  return result.score !== undefined && result.score < minScore ? { ...result, sentiment: UNCERTAIN } : result;
}
